import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditEntry, AuditVerdict, ChainHead } from '#contract/audit';
import type { Anchor, AnchorState } from '#ports/audit-anchor';
import type { AuditLog } from '#ports/audit-log';
import { genesis, hashOf } from './chain.ts';

export type VerifyDeps = {
  log: Pick<AuditLog, 'page'>;
  /** What is known of the log from outside, as it was before it is read. */
  anchor: AnchorState;
  /** Hears how many entries have been looked at. */
  onProgress?: (checked: number) => void;
};

/** At a time, so that neither memory nor the event loop is held for long. */
const pageSize = 200;

/** Looks through the whole log, from its first entry on: numbers without a gap, each entry's hash, each one's link to the one before, and the anchor. */
export async function verifyChain({ log, anchor, onProgress }: VerifyDeps): Promise<AuditVerdict> {
  const known = anchor.state === 'known' ? anchor.anchor : undefined;
  let head: ChainHead = genesis;
  let entries = 0;
  for (;;) {
    const page = await log.page(head.seq, pageSize);
    for (const entry of page) {
      const reason = faultOf(entry, head) ?? anchorFault(entry, known);
      if (reason !== undefined) return { state: 'broken', seq: reason.seq, reason: reason.text, entries };
      head = { seq: entry.seq, hash: entry.hash };
      entries += 1;
    }
    onProgress?.(entries);
    if (page.length < pageSize) break;
    await nextTurn();
  }
  return atTheEnd(head, anchor, entries);
}

type Fault = { seq: number; text: string };

function faultOf(entry: AuditEntry, head: ChainHead): Fault | undefined {
  const { seq, prevHash, hash, ...rest } = entry;
  const next = head.seq + 1;
  if (seq !== next) {
    const text = seq === next + 1 ? `Entry ${next} is missing.` : `Entries ${next} to ${seq - 1} are missing.`;
    return { seq: next, text };
  }
  if (hashOf({ ...rest, seq, prevHash }) !== hash)
    return { seq, text: `Entry ${seq} was changed after it was written: its content doesn't fit its hash.` };
  if (prevHash !== head.hash)
    return { seq, text: `Entry ${seq} doesn't follow from entry ${head.seq}: one of the two was put in or written anew.` };
  return undefined;
}

function anchorFault({ seq, hash }: AuditEntry, known: Anchor | undefined): Fault | undefined {
  if (!known || known.seq !== seq || known.hash === hash) return undefined;
  return { seq, text: `Entry ${seq} isn't the one that was written: the log up to here was written anew.` };
}

function atTheEnd(head: ChainHead, anchor: AnchorState, entries: number): AuditVerdict {
  const broken = (seq: number, reason: string): AuditVerdict => ({ state: 'broken', seq, reason, entries });
  if (anchor.state === 'known') {
    const known = anchor.anchor;
    if (known.seq > head.seq)
      return broken(head.seq + 1, `The log ends with entry ${head.seq}, but ${known.seq} were written: the end was cut off.`);
    if (known.broken) return broken(known.broken.seq, known.broken.reason);
  }
  if (anchor.state === 'missing') return broken(head.seq, anchorTexts.missing);
  if (anchor.state === 'forged') return broken(head.seq, anchorTexts.forged);
  return { state: 'whole', entries, lastHash: head.hash };
}

/** Without it nobody can tell whether the end was cut off. */
export const anchorTexts = {
  missing:
    'The file audit-anchor.json was taken out of the data folder, so nobody can tell whether entries at the end are missing.',
  forged: 'The file audit-anchor.json in the data folder was changed by somebody else than the server.',
} as const;
