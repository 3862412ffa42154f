import { createReplicants, type Replicants } from '../replicants.ts';
import type { Refusal } from '../replicant-line.ts';
import type { Replicant } from '../replicant.ts';
import { createPair, type Pair } from './pair.ts';
import type { PairLink } from './pair-link.ts';
import { recordLog } from './recorder.ts';

export type Page = Replicants & { link: PairLink; log: ReturnType<typeof recordLog>; refusals: Refusal[] };
/** Anything that can be looked into without asking what it is. */
export type Value = { [key: string]: Value } & Value[];

export function openPage(pair: Pair): Page {
  const link = pair.connect();
  const log = recordLog();
  const refusals: Refusal[] = [];
  const onRefused = (refusal: Refusal) => void refusals.push(refusal);
  return { ...createReplicants(link, { mode: 'browser', log: () => log, onRefused }), link, log, refusals };
}

/** A page that follows replicant `r` of `b` with this value. */
export async function following(
  defaultValue: unknown,
): Promise<{ pair: Pair; page: Page; replicant: Replicant<Value>; value: () => Value }> {
  const pair = createPair();
  const page = openPage(pair);
  const replicant = page.Replicant<Value>('r', 'b', { defaultValue: defaultValue as Value });
  await pair.flush();
  return { pair, page, replicant, value: () => replicant.value as Value };
}
