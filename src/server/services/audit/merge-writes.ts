import type { AuditRecord, Origin } from '#contract/audit';
import type { Json } from '#contract/json';
import type { Actor, ReplicantKey } from '#contract/replicant';
import { originOf, signerOf } from './actor-origins.ts';

/** A change of a replicant by somebody who may sign for it. Values are never changed in place. */
export type WitnessedChange = {
  key: ReplicantKey;
  actor: Actor;
  before: Json | undefined;
  after: Json | undefined;
};

export type MergeWrites = {
  /** What nobody signs for (extensions, graphics that people have opened) isn't taken. */
  add(change: WitnessedChange): void;
  /** Hands over what is still being put together, of one replicant or all. */
  flush(key?: ReplicantKey): void;
};

type Burst = {
  key: ReplicantKey;
  actor: Actor;
  origin: Origin;
  before: Json | undefined;
  after: Json | undefined;
  count: number;
  firstAt: number;
  lastAt: number;
};

/** A burst ends when nothing came for so long, */
const quietMs = 2_000;
/** or when it has lasted so long. */
const longestMs = 15_000;
/** Bursts that are kept at a time; of more the oldest end early. */
const mostBursts = 1_000;

/** One record for a person's writes to one replicant within a few seconds: the value before the first, the one after the last, and how many there were. */
export function mergeWrites(handOn: (record: AuditRecord) => void, now: () => number = Date.now): MergeWrites {
  const bursts = new Map<string, Burst>();
  let timer: ReturnType<typeof setInterval> | undefined;

  const end = (id: string, burst: Burst) => {
    bursts.delete(id);
    handOn(toRecord(burst));
  };
  const sweep = () => {
    const at = now();
    for (const [id, burst] of bursts) if (at - burst.lastAt >= quietMs || at - burst.firstAt >= longestMs) end(id, burst);
    if (bursts.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    add({ key, actor: writer, before, after }) {
      const signer = signerOf(writer);
      if (!signer) return;
      const { actor, keyId } = signer;
      const origin = originOf(writer);
      // Names of keys aren't their own: two may have one.
      const id = [actor.kind, actor.id, keyId ?? '', origin.address, key.namespace, key.name].join('\u0000');
      const burst = bursts.get(id);
      const at = now();
      if (burst) {
        burst.after = after;
        burst.count += 1;
        burst.lastAt = at;
        return;
      }
      const oldest = bursts.size >= mostBursts ? bursts.entries().next().value : undefined;
      if (oldest) end(...oldest);
      bursts.set(id, { key, actor, origin, before, after, count: 1, firstAt: at, lastAt: at });
      if (timer) return;
      timer = setInterval(sweep, quietMs / 4);
      timer.unref();
    },
    flush(only) {
      for (const [id, burst] of bursts)
        if (!only || (burst.key.namespace === only.namespace && burst.key.name === only.name)) end(id, burst);
      if (bursts.size === 0) clearInterval(timer);
      if (bursts.size === 0) timer = undefined;
    },
  };
}

function toRecord({ key, actor, origin, before, after, count }: Burst): AuditRecord {
  return {
    actor: { kind: actor.kind, id: actor.id, role: actor.role },
    action: 'replicant.write',
    target: `replicant:${key.namespace}:${key.name}`,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    origin,
    result: 'ok',
    ...(count === 1 ? {} : { count }),
  };
}
