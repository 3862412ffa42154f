import type { SavedState } from '#contract/saved-state';
import type { SavedStates, SavedValue } from '#ports/saved-states';

/** Saved states of this process, for tests and throw-away servers. */
export function createMemorySavedStates(): SavedStates & { setAvailable(available: boolean): void } {
  const rows = new Map<string, { state: SavedState; values: SavedValue[] }>();
  let isAvailable = true;
  const guarded = <T>(work: () => T): Promise<T> =>
    isAvailable ? Promise.resolve(work()) : Promise.reject(new Error('the saved states are switched off'));
  const isTaken = (name: string, id: string): boolean =>
    [...rows.values()].some(({ state }) => state.name === name && state.id !== id);

  return {
    create: (state, values) =>
      guarded(() => {
        if (isTaken(state.name, state.id)) return false;
        rows.set(state.id, { state, values: JSON.parse(JSON.stringify(values)) as SavedValue[] });
        return true;
      }),
    list: () => guarded(() => [...rows.values()].map(({ state }) => state).sort((a, b) => b.at - a.at)),
    get: (id) => guarded(() => rows.get(id)),
    rename: (id, name) =>
      guarded(() => {
        const row = rows.get(id);
        if (!row) return undefined;
        if (isTaken(name, id)) return 'taken';
        row.state = { ...row.state, name };
        return row.state;
      }),
    delete: (id) => guarded(() => rows.delete(id)),
    setAvailable: (next) => void (isAvailable = next),
  };
}
