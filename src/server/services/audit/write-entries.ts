import type { AuditRecord, ChainHead } from '#contract/audit';
import type { Anchor, AuditAnchor } from '#ports/audit-anchor';
import type { AuditLog, AuditTail } from '#ports/audit-log';
import { chainOn, genesis, type Dated } from './chain.ts';
import { anchorTexts } from './verify-chain.ts';

export type EntryWriter = {
  /** What is known of the log's end, once the first write was tried. */
  known(): Anchor | undefined;
  /**
   * Puts these at the end of the log. Rejects when the database doesn't answer: called again with the same first entries it doesn't write
   * those twice that did arrive. Resolves with how many of them are stored.
   */
  write(dated: readonly Dated[]): Promise<number>;
};

type Deps = {
  log: AuditLog;
  anchor: AuditAnchor;
  now: () => number;
  /** Hears of each new end of the log. */
  onKnown: (anchor: Anchor) => void;
  /** Hears that the log isn't what was written. */
  onBroken: (reason: string) => void;
};

const serverItself = { actor: { kind: 'server' as const, id: 'nodecg' }, origin: { address: '', userAgent: '' } };

/** Writes to the end of the log, and looks each time whether that end is still the one that was written before. */
export function createEntryWriter({ log, anchor, now, onKnown, onBroken }: Deps): EntryWriter {
  let known: Anchor | undefined;
  /** What an append tried to store, while nobody knows whether it did. */
  let tried: (ChainHead & { count: number }) | undefined;
  /** What has to be said about the beginning, until it is. */
  let first: Dated | undefined;

  const remark = (record: Pick<AuditRecord, 'result' | 'reason'>): Dated => ({
    at: now(),
    record: { ...serverItself, action: 'audit.anchor', target: 'audit', ...record },
  });
  const breakAt = (seq: number, reason: string): Dated => {
    known = { ...(known ?? genesis), broken: known?.broken ?? { seq, reason } };
    onBroken(reason);
    return remark({ result: 'failed', reason });
  };

  /** Undefined: nothing has to be said about the beginning. */
  const begin = async (): Promise<Dated | undefined> => {
    const found = await anchor.read().catch(() => ({ state: 'forged' as const }));
    if (found.state === 'known') known = found.anchor;
    if (found.state === 'known') return undefined;
    const last = (await log.last()) ?? genesis;
    known = { ...last };
    if (found.state !== 'new') return breakAt(last.seq, anchorTexts[found.state]);
    if (last.seq === 0) return undefined;
    return remark({
      result: 'ok',
      reason: `Entries up to ${last.seq} were written elsewhere; from here on this server knows them.`,
    });
  };

  const misfit = ({ last = genesis, hashAt }: AuditTail): Dated | undefined => {
    if (!known || known.seq === 0 || hashAt === known.hash) return undefined;
    const reason =
      last.seq < known.seq
        ? `The log ended with entry ${last.seq}, but ${known.seq} were written: the end was cut off.`
        : `Entry ${known.seq} isn't the one that was written: the log was written anew.`;
    return breakAt(Math.min(known.seq, last.seq + 1), reason);
  };

  /** How many entries of the write before are stored, of which nobody knew. What was known of the end is still to be looked at where they aren't. */
  const lookForTried = async (): Promise<number> => {
    if (!tried) return 0;
    const { seq, hash, count } = tried;
    let hashAt: string | undefined;
    await log.append(seq, (tail) => {
      ({ hashAt } = tail);
      return [];
    });
    tried = undefined;
    if (hashAt !== hash) return 0;
    first = undefined;
    known = { ...known, seq, hash };
    onKnown(known);
    return count;
  };

  return {
    known: () => known,
    async write(dated) {
      if (!known) first = await begin();
      const arrived = await lookForTried();
      if (arrived > 0) return arrived;
      let head: ChainHead | undefined;
      await log.append(known?.seq, (tail) => {
        const remarks = [first, misfit(tail)].filter((one) => one !== undefined);
        const entries = chainOn(tail.last ?? genesis, [...remarks, ...dated]);
        const last = entries.at(-1);
        head = last ? { seq: last.seq, hash: last.hash } : (tail.last ?? genesis);
        tried = last && { ...head, count: dated.length };
        return entries;
      });
      tried = undefined;
      first = undefined;
      if (head) known = { ...known, ...head };
      if (known) onKnown(known);
      return dated.length;
    },
  };
}
