import type { CutOffCause } from '#contract/health';
import type { Connection } from '#ports/connection';
import { EncodedReply } from '../gateway/encoded-reply.ts';
import { serverNow } from '#runtime/server-clock';

/** What happened since the start. Plain numbers, read when somebody asks: counting must cost next to nothing on air. */
export type Tally = {
  readonly connected: Record<Connection['kind'], number>;
  changes: number;
  /** Frames that a connection took. */
  frames: number;
  /** Messages that a client which didn't read has lost. */
  dropped: number;
  readonly cutOff: Record<CutOffCause, number>;
  lastCutOff: { cause: CutOffCause; at: number } | undefined;
  /** Answers by request name and outcome: `ok`, or the error's code. Both come from our own lists, so this stays small. */
  readonly answers: Map<string, Map<string, number>>;
};

/** Nothing has happened yet. */
export function createTally(): Tally {
  return {
    connected: { dashboard: 0, graphics: 0, extension: 0 },
    changes: 0,
    frames: 0,
    dropped: 0,
    cutOff: { 'not-reading': 0, 'no-sign-of-life': 0, 'answers-unread': 0 },
    lastCutOff: undefined,
    answers: new Map(),
  };
}

/** A connection was ended by us. */
export function countCutOff(tally: Tally, cause: CutOffCause): void {
  tally.cutOff[cause] += 1;
  tally.lastCutOff = { cause, at: serverNow() };
}

/** A request was answered. `reply` is its Result. */
export function countAnswer({ answers }: Tally, request: string, reply: unknown): void {
  const outcomes = answers.get(request) ?? new Map<string, number>();
  answers.set(request, outcomes);
  const outcome = outcomeOf(reply);
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}

function outcomeOf(reply: unknown): string {
  // Only what went well is worth encoding beforehand.
  if (reply instanceof EncodedReply) return 'ok';
  const { ok, error } = reply as { ok: boolean; error?: { code: string } };
  return ok ? 'ok' : (error?.code ?? 'internal');
}
