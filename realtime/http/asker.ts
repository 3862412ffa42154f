import type { Exchange } from './respond.ts';

/** Who asks, as extension hosts are told beside each request; undefined for somebody unknown, whom `nodecg.util.authCheck` sends to the login. */
export function askerOf({ asker }: Pick<Exchange, 'asker'>): string | undefined {
  if (!asker) return undefined;
  const { kind, id, role } = asker.actor;
  return JSON.stringify({ kind, id, role });
}
