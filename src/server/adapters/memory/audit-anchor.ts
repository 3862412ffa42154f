import type { Anchor, AuditAnchor } from '#ports/audit-anchor';

/** An anchor in this process, which nobody else can change. */
export function createMemoryAuditAnchor(): AuditAnchor {
  let known: Anchor | undefined;
  return {
    read: () => Promise.resolve(known ? { state: 'known', anchor: known } : { state: 'new' }),
    write: (anchor) => {
      known = anchor;
      return Promise.resolve();
    },
  };
}
