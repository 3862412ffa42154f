import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import { copyValue } from '../json-copy.ts';
import type { Log } from '../log.ts';
import type { Replicant } from '../replicant.ts';

export type Heard = { event: string; args: unknown[] };

/** Writes down every event of a replicant as it was at that moment. */
export function record(replicant: Replicant): Heard[] {
  const heard: Heard[] = [];
  const keep =
    (event: string) =>
    (...args: unknown[]): void =>
      void heard.push({ event, args: args.map(copyValue) });
  for (const event of ['change', 'declared', 'declarationRejected', 'operationsRejected', 'fullUpdate'])
    replicant.on(event, keep(event));
  return heard;
}

export function recordLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (...parts: unknown[]): void =>
      void lines.push(`${level}: ${parts.join(' ')}`);
  return {
    lines,
    trace: keep('trace'),
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    replicants: () => undefined,
  };
}

export const overwrite = (newValue: Json): Operation => ({ path: '/', method: 'overwrite', args: { newValue } });
export const update = (path: string, prop: string, newValue: Json): Operation => ({
  path,
  method: 'update',
  args: { prop, newValue },
});
