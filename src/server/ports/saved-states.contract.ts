import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '#contract/json';
import type { SavedState } from '#contract/saved-state';
import type { SavedStates } from './saved-states.ts';

export type SavedStatesUnderTest = { states: SavedStates; close(): Promise<void> };

let made = 0;
const stateOf = (more: Partial<SavedState> = {}): SavedState => {
  made += 1;
  const actor = { kind: 'user' as const, id: 'ada', role: 'OPERATOR' as const };
  return {
    id: `id-${made}`,
    name: `state ${made}`,
    namespace: null,
    at: 1_700_000_000_000 + made,
    actor,
    replicants: 1,
    bytes: 5,
    ...more,
  };
};

/** What every {@link SavedStates} promises. `create` is called once. */
export function describeSavedStates(name: string, create: () => Promise<SavedStatesUnderTest>): void {
  describe(`${name} as SavedStates`, () => {
    let opened: SavedStatesUnderTest;
    beforeAll(async () => {
      opened = await create();
    });
    afterAll(() => opened.close());

    it('gives back what was saved, whatever is in it', async () => {
      const state = stateOf({ namespace: 'show' });
      const values = [
        { key: { namespace: 'show', name: 'a' }, value: { b: 1, a: [null, '\u0000', JSON.parse('{"__proto__":1}') as Json] } },
        { key: { namespace: 'show', name: 'b' }, value: null },
      ];
      expect(await opened.states.create(state, values)).toBe(true);
      expect(await opened.states.get(state.id)).toStrictEqual({ state, values });
      expect(JSON.stringify((await opened.states.get(state.id))?.values)).toBe(JSON.stringify(values));
    });

    it('keeps one state per name, and says when it is taken', async () => {
      const state = stateOf();
      await opened.states.create(state, []);
      expect(await opened.states.create(stateOf({ name: state.name }), [])).toBe(false);
      const other = stateOf();
      await opened.states.create(other, []);
      expect(await opened.states.rename(other.id, state.name)).toBe('taken');
      expect(await opened.states.rename(other.id, 'free')).toEqual({ ...other, name: 'free' });
      expect(await opened.states.rename('nowhere', 'x')).toBeUndefined();
    });

    it('lists the newest first', async () => {
      const [older, newer] = [stateOf(), stateOf()];
      await opened.states.create(newer, []);
      await opened.states.create(older, []);
      const ids = (await opened.states.list()).map(({ id }) => id);
      expect(ids.indexOf(newer.id)).toBeLessThan(ids.indexOf(older.id));
    });

    it('deletes a state and nothing else', async () => {
      const [one, other] = [stateOf(), stateOf()];
      await opened.states.create(one, [{ key: { namespace: 'show', name: 'a' }, value: 1 }]);
      await opened.states.create(other, [{ key: { namespace: 'show', name: 'a' }, value: 2 }]);
      expect(await opened.states.delete(one.id)).toBe(true);
      expect(await opened.states.delete(one.id)).toBe(false);
      expect(await opened.states.get(one.id)).toBeUndefined();
      expect((await opened.states.get(other.id))?.values).toHaveLength(1);
    });
  });
}
