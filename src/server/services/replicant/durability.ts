import type { DurabilityHealth } from './types.ts';

/** Whether storage keeps up, and who wants to know. */
export interface Durability {
  ok(): void;
  /** The log doesn't answer. */
  away(detail: string): void;
  /** The log answers, but doesn't take some content. */
  refusing(detail: string): void;
  /** How long the log hasn't answered, in milliseconds; 0 while it does. */
  awayForMs(): number;
  health(): DurabilityHealth;
  onChange(handler: (health: DurabilityHealth) => void): () => void;
}

type Fault = { kind: 'away' | 'refusing'; detail: string; since: number; startedAt: number };

/** `unstored` counts the changes that wait, `oldestMs` is how long the oldest has, `now` is the wall clock. A handler that throws is the handler's bug and is reported by `report`. */
export function createDurability(deps: {
  unstored(): number;
  oldestMs(): number;
  now(): number;
  report(problem: string): void;
}): Durability {
  const handlers = new Set<(health: DurabilityHealth) => void>();
  let fault: Fault | undefined;

  function health(): DurabilityHealth {
    const unstored = deps.unstored();
    const waiting = unstored > 0 ? { unstored, oldestMs: Math.round(deps.oldestMs()) } : { unstored };
    return fault ? { state: 'failing', ...waiting, since: fault.since, detail: fault.detail } : { state: 'ok', ...waiting };
  }

  function change(next: Fault | undefined): void {
    const hasChanged = (next === undefined) !== (fault === undefined) || next?.detail !== fault?.detail;
    fault = next;
    if (!hasChanged) return;
    for (const handler of [...handlers]) {
      try {
        handler(health());
      } catch (error) {
        deps.report(`A durability handler failed: ${String(error)}`);
      }
    }
  }

  function fail(kind: Fault['kind'], detail: string): void {
    const isSame = fault?.kind === kind;
    change({ kind, detail, since: fault?.since ?? deps.now(), startedAt: isSame && fault ? fault.startedAt : performance.now() });
  }

  return {
    ok: () => change(undefined),
    away: (detail) => fail('away', detail),
    refusing: (detail) => fail('refusing', detail),
    awayForMs: () => (fault?.kind === 'away' ? performance.now() - fault.startedAt : 0),
    health,
    onChange: (handler) => {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
  };
}
