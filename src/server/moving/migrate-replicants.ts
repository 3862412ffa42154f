import { mutedKey } from '#contract/sound';
import type { Json } from '#contract/json';
import { limits } from '#contract/limits';
import { keyOf, serverActor, type HistoryCause, type ReplicantKey } from '#contract/replicant';
import { isSameJson } from '#contract/same-json';
import type { ReplicantService } from '#services/replicant/index';
import type { NodecgReplicant } from './nodecg-database.ts';
import type { Item } from './report.ts';

/** Replicants of the target. Absent: there is no database yet, so nothing can be in the way. */
export type TargetReplicants = {
  /** A service for one portion: what it held is let go of when it is closed. */
  open(): ReplicantService;
};

export type MigrateReplicantsOptions = {
  rows: Iterable<NodecgReplicant>;
  target: TargetReplicants | undefined;
  apply: boolean;
  overwrite: boolean;
  cause: HistoryCause;
  signal: AbortSignal;
};

type Wish = { key: ReplicantKey; value: Json; item: Item };
const portionCount = 200;
const portionLength = 4 * 1024 * 1024;
const storeWithinMs = 120_000;

/** Brings NodeCG's replicants, a portion at a time. Each portion is stored when the next one begins. */
export async function migrateReplicants(options: MigrateReplicantsOptions): Promise<Item[]> {
  const items: Item[] = [];
  for (const portion of portionsOf(options.rows)) {
    options.signal.throwIfAborted();
    items.push(...(await migratePortion(portion, options)));
  }
  return items;
}

function* portionsOf(rows: Iterable<NodecgReplicant>): Generator<NodecgReplicant[]> {
  let portion: NodecgReplicant[] = [];
  let length = 0;
  for (const row of rows) {
    portion.push(row);
    length += row.length;
    if (portion.length < portionCount && length < portionLength) continue;
    yield portion;
    portion = [];
    length = 0;
  }
  if (portion.length > 0) yield portion;
}

async function migratePortion(portion: NodecgReplicant[], options: MigrateReplicantsOptions): Promise<Item[]> {
  const { target, apply } = options;
  const service = target?.open();
  try {
    const items: Item[] = [];
    const wishes: Wish[] = [];
    for (const row of portion) {
      const item = await plan(row, service, options);
      items.push(item);
      if (item.state === 'to do' && row.value !== undefined) wishes.push({ key: row.key, value: row.value, item });
    }
    if (apply && service) await store(service, wishes, options.cause);
    return items;
  } finally {
    await service?.close(storeWithinMs);
  }
}

async function plan(
  row: NodecgReplicant,
  service: ReplicantService | undefined,
  { overwrite }: Pick<MigrateReplicantsOptions, 'overwrite'>,
): Promise<Item> {
  const { key, value, isRawText } = row;
  const item = { kind: kindOf(key), name: `${key.namespace}:${key.name}` };
  const hindrance = hindranceOf(row);
  if (hindrance) return { ...item, ...hindrance };
  if (value === undefined) return { ...item, state: 'skipped', detail: 'it has no value' };
  const note = isRawText ? { detail: 'not JSON: brought as text, as NodeCG reads it' } : {};
  const here = await service?.read(key);
  if (here?.value === undefined) return { ...item, state: 'to do', ...note };
  if (isSameJson(here.value, value)) return { ...item, state: 'there' };
  if (overwrite) return { ...item, state: 'to do', detail: 'replaces the value here, which stays in the history' };
  return { ...item, state: 'conflict', detail: 'it has another value here' };
}

/** Sound volumes and cues are replicants like any other, but a person looks for them by this name. */
export function kindOf({ namespace, name }: ReplicantKey): 'replicant' | 'sound setting' {
  return namespace === '_sounds' || name === 'soundCues' ? 'sound setting' : 'replicant';
}

/** Lists that each server keeps itself, from the files and bundles that it finds, and what only our mixer knows: the levels before a mute. */
export function isKeptByServer({ namespace, name }: ReplicantKey): boolean {
  const isMute = namespace === mutedKey.namespace && name === mutedKey.name;
  return namespace === 'nodecg' || name.startsWith('assets:') || isMute;
}

function hindranceOf({ key, length }: NodecgReplicant): Pick<Item, 'state' | 'detail'> | undefined {
  if (isKeptByServer(key)) return { state: 'skipped', detail: 'the server keeps this list itself' };
  if (key.name.length > limits.nameLength || key.namespace.length > limits.nameLength)
    return { state: 'failed', detail: `its name is longer than ${limits.nameLength} characters` };
  if (key.name === '' || key.namespace === '' || keyOf(key).split('\u0000').length > 2)
    return { state: 'failed', detail: 'its name is empty or has a NUL in it' };
  if (length > limits.valueLength)
    return { state: 'failed', detail: `its value is longer than ${limits.valueLength} characters` };
  return undefined;
}

/** All of it in one transaction; what can't be taken is told of its item and left out. */
async function store(service: ReplicantService, wishes: Wish[], cause: HistoryCause): Promise<void> {
  let rest = wishes;
  const fail = (wish: Wish, detail: string) => {
    Object.assign(wish.item, { state: 'failed', detail });
    rest = rest.filter((one) => one !== wish);
  };
  const declared = await service.declareMany(
    wishes.map(({ key }) => ({ key, options: {} })),
    serverActor,
  );
  declared.forEach((result, index) => {
    const wish = wishes[index];
    if (wish && !result.ok) fail(wish, result.error.message);
  });
  while (rest.length > 0) {
    const result = await service.changeTogether(rest, cause, serverActor);
    // `not-durable`: the disk is slow; closing the service waits for it.
    if (result.ok || result.error.code === 'not-durable') break;
    const { key, message } = result.error;
    const culprit = rest.find((wish) => keyOf(wish.key) === keyOf(key));
    if (!culprit) throw new Error(message);
    fail(culprit, message);
  }
  for (const { item } of rest) item.state = 'done';
}
