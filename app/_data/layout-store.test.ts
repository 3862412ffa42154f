import { describe, expect, it } from 'vitest';
import { changeLayout } from '#contract/change-layout';
import { noLayout, type LayoutChange, type LayoutState, type UserLayout } from '#contract/layout';
import { createLayoutStore, type SendOutcome } from './layout-store.ts';

const workspace = 'desk';
const collapse = (panel: string): LayoutChange => ({ workspace, kind: 'arrange', panel, collapsed: true });
const state = (revision: number, changes: LayoutChange[], stamp = 'run-1'): LayoutState<UserLayout> => ({
  value: changes.reduce(changeLayout, noLayout),
  revision,
  stamp,
});

/** A store whose sends are answered by hand. */
function start() {
  const sent: { changes: LayoutChange[]; answer: (outcome: SendOutcome) => Promise<void> }[] = [];
  const refused: string[] = [];
  const store = createLayoutStore({
    send: (changes) =>
      new Promise((resolve) => {
        const answer = async (outcome: SendOutcome) => {
          resolve(outcome);
          await new Promise((done) => setImmediate(done));
        };
        sent.push({ changes, answer });
      }),
    onRefused: (message) => refused.push(message),
  });
  const collapsed = () => Object.keys(store.get().mine.workspaces[workspace]?.panels ?? {});
  return { store, sent, refused, collapsed };
}

describe('layouts in one window', () => {
  it('[E329] shows a change at once, and keeps it over news from others that don’t have it yet', async () => {
    const { store, sent, collapsed } = start();
    store.receiveMine(state(1, []));
    store.change([collapse('a')]);
    expect(collapsed()).toEqual(['a']);
    store.receiveMine(state(2, [collapse('b')]));
    expect(collapsed()).toEqual(['b', 'a']);
    await sent[0]?.answer({ ok: true, state: state(3, [collapse('b'), collapse('a')]) });
    expect(store.get().unsaved).toBe(0);
    expect(collapsed()).toEqual(['b', 'a']);
  });

  it('[E329] news that took a longer way than the answer brings nothing back; another run’s state counts', async () => {
    const { store, sent, collapsed } = start();
    store.change([collapse('a')]);
    await sent[0]?.answer({ ok: true, state: state(5, [collapse('a')]) });
    store.receiveMine(state(4, []));
    expect(collapsed()).toEqual(['a']);
    store.receiveMine(state(4, [], 'run-2'));
    expect(collapsed()).toEqual([]);
  });

  it('[E332] keeps what could not be sent, in order, and sends it when asked again', async () => {
    const { store, sent, collapsed } = start();
    store.change([collapse('a')]);
    await sent[0]?.answer({ ok: false, again: true, message: 'away' });
    store.change([collapse('b')]);
    expect(sent[1]?.changes).toEqual([collapse('a'), collapse('b')]);
    await sent[1]?.answer({ ok: false, again: true, message: 'away' });
    expect(store.get().unsaved).toBe(2);
    store.resume();
    await sent[2]?.answer({ ok: true, state: state(1, [collapse('a'), collapse('b')]) });
    expect(store.get().unsaved).toBe(0);
    expect(collapsed()).toEqual(['a', 'b']);
    store.stop();
  });

  it('[E332] takes back what was refused and says why; what came after it is sent', async () => {
    const { store, sent, refused, collapsed } = start();
    store.change([collapse('a')]);
    store.change([collapse('b')]);
    await sent[0]?.answer({ ok: false, again: false, message: 'too many' });
    expect(refused).toEqual(['too many']);
    expect(sent[1]?.changes).toEqual([collapse('b')]);
    expect(collapsed()).toEqual(['b']);
  });
});
