import { createAccessService } from '#services/access/index';
import { createPermits, type Permits } from '../entry/permits.ts';

/** An administrator's. */
export const freePermits: Permits = createPermits(
  { kind: 'extension', actor: { kind: 'server', id: 'nodecg', role: 'ADMIN' }, page: { kind: 'extension' } },
  createAccessService({ now: Date.now }),
);
