import { applyOperations } from '#contract/apply-operations';
import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';

/** A change that an extension already shows and the server hasn't confirmed. */
export type Proposal = {
  /** Names it in the server's frame. Browsers show nothing before the frame and need none. */
  origin: string | undefined;
  operations: Operation[];
  /** The value after it, on top of the confirmed one and those before it; undefined where it can't be applied any more. */
  result: { value: Json | undefined } | undefined;
  /** As which revision it was committed, once the server has said so. */
  revision: number | undefined;
};

/** Unconfirmed changes in the order in which they were made. */
export class PendingProposals {
  #proposals: Proposal[] = [];
  #made = 0;

  get size(): number {
    return this.#proposals.length;
  }

  nextOrigin(connectionId: string): string {
    this.#made += 1;
    return `${connectionId}:${this.#made}`;
  }

  /** They lead from `before` to `after`. */
  add(proposals: Proposal[], before: Json | undefined, after: Json | undefined): void {
    this.#proposals.push(...proposals);
    if (proposals.length > 1) applyInTurn(proposals, before);
    const last = proposals[proposals.length - 1];
    // The very object that the extension shows: confirming it then changes nothing.
    if (last) last.result = { value: after };
  }

  /** Takes out the one that a frame names. `result` is set only if it was the oldest: else it was applied in another order. */
  confirm(origin: string | undefined): Proposal | undefined {
    const own = origin === undefined ? undefined : this.#proposals.find((proposal) => proposal.origin === origin);
    if (!own) return undefined;
    const wasOldest = own === this.#proposals[0];
    this.drop(own);
    return wasOldest ? own : { ...own, result: undefined };
  }

  drop(proposal: Proposal): boolean {
    const { length } = this.#proposals;
    this.#proposals = this.#proposals.filter((candidate) => candidate !== proposal);
    return this.#proposals.length < length;
  }

  /** Takes out those that are part of the confirmed state since `revision`. */
  dropCovered(revision: number): boolean {
    const { length } = this.#proposals;
    this.#proposals = this.#proposals.filter((proposal) => proposal.revision === undefined || proposal.revision > revision);
    return this.#proposals.length < length;
  }

  /** What was acknowledged and not seen yet is part of the state that the next connection begins with, or was lost with the server run that acknowledged it. */
  lineBroke(): void {
    for (const proposal of this.#proposals) if (proposal.revision !== undefined) proposal.revision = 0;
  }

  /** The value with all of them on top of `confirmed`; what can't be applied any more is left out, the server will refuse it. */
  rebase(confirmed: Json | undefined): Json | undefined {
    return applyInTurn(this.#proposals, confirmed);
  }
}

function applyInTurn(proposals: Proposal[], base: Json | undefined): Json | undefined {
  return proposals.reduce((value, proposal) => {
    const applied = applyOperations(value, proposal.operations);
    proposal.result = applied.ok ? { value: applied.value } : undefined;
    return applied.ok ? applied.value : value;
  }, base);
}
