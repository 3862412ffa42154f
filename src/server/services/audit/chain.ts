import { createHash } from 'node:crypto';
import type { AuditEntry, AuditRecord, ChainHead } from '#contract/audit';
import type { Json } from '#contract/json';

/** What a log begins with. */
export const genesis: ChainHead = {
  seq: 0,
  hash: createHash('sha256').update('nodecg-next audit log v1\u0000genesis').digest('hex'),
};

/** A record with the moment at which it was made. */
export type Dated = { at: number; record: AuditRecord };

/** The next entries of the chain that ends with `head`. */
export function chainOn(head: ChainHead, dated: readonly Dated[]): AuditEntry[] {
  let { seq, hash } = head;
  return dated.map(({ at, record }) => {
    seq += 1;
    const unsigned = { ...record, seq, at, prevHash: hash };
    hash = hashOf(unsigned);
    return { ...unsigned, hash };
  });
}

/** The hash of an entry: of all that is in it but the hash itself. Nothing else that this program hashes can have the same text. */
export function hashOf(entry: Omit<AuditEntry, 'hash'>): string {
  const { seq, at, actor, action, target, before, after, origin, result, reason, count, prevHash } = entry;
  const fields: Json = {
    ...{ seq, at, action, target, result, prevHash },
    actor: { kind: actor.kind, id: actor.id, ...(actor.role === undefined ? {} : { role: actor.role }) },
    origin: { address: origin.address, userAgent: origin.userAgent },
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(reason === undefined ? {} : { reason }),
    ...(count === undefined ? {} : { count }),
  };
  return createHash('sha256')
    .update(`nodecg-next audit entry v1\u0000${canonicalJson(fields)}`)
    .digest('hex');
}

/** One text for one value: keys in the order of their code units, no spaces. */
function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as Json)}`);
  return `{${pairs.join(',')}}`;
}
