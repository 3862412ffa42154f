import type { AuditRecord } from '#contract/audit';

export type MergeRefusals = {
  add(record: AuditRecord): void;
  /** Hands over what is still being put together. */
  flush(): void;
};

type Group = { last: AuditRecord; more: number };

/** Refusals of this long are put together. */
const windowMs = 60_000;
/** Different ones in a window that get entries of their own: who makes up names can't fill the disk. */
const mostGroups = 40;

/**
 * The first refusal of somebody for something is handed on at once; those after it, within a minute, together as one with a count. Of too
 * many different ones the rest is one.
 */
export function mergeRefusals(handOn: (record: AuditRecord) => void): MergeRefusals {
  const groups = new Map<string, Group>();
  let others: { last: AuditRecord; count: number } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const waiting = [...groups.values()].filter(({ more }) => more > 0);
    const rest = others;
    groups.clear();
    others = undefined;
    for (const { last, more } of waiting) handOn(more === 1 ? last : { ...last, count: more });
    if (!rest) return;
    const { action, origin } = rest.last;
    const actor = { kind: 'anonymous' as const, id: '' };
    handOn({
      actor,
      action,
      target: 'many',
      origin,
      result: 'refused',
      reason: 'Too many different ones to list.',
      count: rest.count,
    });
  };

  return {
    flush,
    add(record) {
      if (!timer) {
        timer = setTimeout(flush, windowMs);
        timer.unref();
      }
      const key = keyOf(record);
      const group = groups.get(key);
      if (group) {
        group.last = record;
        group.more += 1;
      } else if (groups.size < mostGroups) {
        groups.set(key, { last: record, more: 0 });
        handOn(record);
      } else others = { last: record, count: (others?.count ?? 0) + 1 };
    },
  };
}

/** Not by what it was about: that is whatever the asker makes up. */
function keyOf({ actor, action, origin, before, after }: AuditRecord): string {
  const asked = typeof after === 'object' && after !== null && 'asked' in after ? after.asked : (before ?? null);
  return JSON.stringify([actor.kind, actor.id.slice(0, 256), action, origin.address, typeof asked === 'string' ? asked : null]);
}
