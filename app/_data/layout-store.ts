import { changeLayout } from '#contract/change-layout';
import {
  noLayout,
  noSharedLayouts,
  type LayoutChange,
  type LayoutState,
  type SharedLayouts,
  type UserLayout,
} from '#contract/layout';

/** `mine` has what was just changed here in it, stored or not. `isKnown`: the server has said what it has. `unsaved`: changes that it doesn't have yet. */
export type LayoutView = { mine: UserLayout; shared: SharedLayouts; isKnown: boolean; unsaved: number };

/** `again`: it was not reached, or could not store; the same may be sent later. */
export type SendOutcome = { ok: true; state: LayoutState<UserLayout> } | { ok: false; again: boolean; message: string };

type LayoutStoreDeps = {
  /** Sends changes in their order; never rejects. */
  send(changes: LayoutChange[]): Promise<SendOutcome>;
  /** Hears why changes were refused for good; they are taken back. */
  onRefused(message: string): void;
};

const againMs = 2_000;
const mostTogether = 50;
/** Who arranges for hours without a server loses the oldest, not the memory. */
const mostWaiting = 2_000;

export type LayoutStore = ReturnType<typeof createLayoutStore>;

/** Layouts as one window sees them: the server's newest, with what this window changed on top until the server has it. */
export function createLayoutStore({ send, onRefused }: LayoutStoreDeps) {
  let mine: LayoutState<UserLayout> | undefined;
  let shared: LayoutState<SharedLayouts> | undefined;
  let waiting: LayoutChange[] = [];
  let isSending = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let view: LayoutView = { mine: noLayout, shared: noSharedLayouts, isKnown: false, unsaved: 0 };
  const listeners = new Set<() => void>();

  const show = () => {
    view = {
      mine: waiting.reduce(changeLayout, mine?.value ?? noLayout),
      shared: shared?.value ?? noSharedLayouts,
      isKnown: mine !== undefined,
      unsaved: waiting.length,
    };
    for (const listener of listeners) listener();
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    if (isSending || waiting.length === 0) return;
    isSending = true;
    const batch = waiting.slice(0, mostTogether);
    const outcome = await send(batch);
    isSending = false;
    if (!outcome.ok && outcome.again) {
      timer = setTimeout(() => void flush(), againMs);
      return;
    }
    // What was sent is either in the server's state or refused; what came meanwhile stays.
    waiting = waiting.filter((change) => !batch.includes(change));
    if (outcome.ok) mine = newer(mine, outcome.state);
    else onRefused(outcome.message);
    show();
    await flush();
  };

  return {
    get: () => view,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    receiveMine: (state: LayoutState<UserLayout>) => {
      mine = newer(mine, state);
      show();
    },
    receiveShared: (state: LayoutState<SharedLayouts>) => {
      shared = newer(shared, state);
      show();
    },
    /** Shown at once, stored as soon as possible. */
    change: (changes: LayoutChange[]) => {
      waiting = [...waiting, ...changes].slice(-mostWaiting);
      show();
      void flush();
    },
    /** Tries again what waits. */
    resume: () => void flush(),
    stop: () => clearTimeout(timer),
  };
}

/** News that took a longer way must not bring back what was. Another server run's state always counts. */
function newer<T>(before: LayoutState<T> | undefined, next: LayoutState<T>): LayoutState<T> {
  return before && before.stamp === next.stamp && before.revision > next.revision ? before : next;
}
