import { describe, expect, it } from 'vitest';
import type { Json } from '#contract/json';
import type { Snapshot } from '#contract/replicant';
import { afterPut, hasUnsaved, takesUndoKeys, type Draft, type EditSession } from './edit-session.ts';
import { mergeDrafts } from './json/merge-drafts.ts';
import { badPlaces, withTyped } from './json/typed-texts.ts';

const at = (revision: number, value: Json): Snapshot => ({ revision, value, stamp: 'run' });
const before = at(1, { home: 0, away: 0 });
const mine: Draft = { base: before, value: { home: 1, away: 0 }, since: before };
const sent = { draft: mine, text: undefined, value: mine.value };
const nothing: EditSession = { scope: [], mode: 'form', typed: new Map() };
const session = (rest: Partial<EditSession>): EditSession => ({ ...nothing, draft: mine, putting: sent, ...rest });

describe('after a draft was put live', () => {
  const onAir = at(2, { home: 1, away: 0 });

  it('leaves nothing to do where nothing more was typed', () => {
    expect(afterPut(session({}), onAir)).toEqual({ ...nothing, draft: undefined, text: undefined });
  });

  it('keeps what was typed meanwhile, on top of what is on air', () => {
    const more: Draft = { base: before, value: { home: 12, away: 0 }, since: before };
    expect(afterPut(session({ draft: more }), onAir).draft).toEqual({ base: onAir, value: more.value, since: onAir });
  });

  it('keeps what was typed on top of a newer state than the one that was put', () => {
    const more: Draft = { base: at(3, { home: 1, away: 5 }), value: { home: 2, away: 5 }, since: before };
    expect(afterPut(session({ draft: more }), onAir).draft).toEqual({ ...more, since: onAir });
  });

  it('keeps the way back that was typed meanwhile', () => {
    const back: Draft = { base: before, value: before.value, since: before };
    expect(afterPut(session({ draft: back }), onAir).draft?.value).toEqual(before.value);
  });

  it('takes back nothing of what others did in the same moment', () => {
    const merged = at(3, { home: 1, away: 7 });
    const more: Draft = { base: before, value: { home: 12, away: 0 }, since: before };
    const { draft } = afterPut(session({ draft: more }), merged);
    expect(mergeDrafts(draft?.base.value, draft?.value, merged.value)).toEqual({ merged: { home: 12, away: 7 }, overlaps: [] });
  });

  it('keeps a text that is no JSON yet', () => {
    const putting = { ...sent, text: '{"home":1}' };
    expect(afterPut(session({ mode: 'json', text: '{"home":1', putting }), onAir).text).toBe('{"home":1');
    expect(afterPut(session({ mode: 'json', text: '{"home":1}', putting }), onAir).text).toBeUndefined();
  });

  it('keeps the text of a field that is no value yet', () => {
    const typed = withTyped(withTyped(new Map(), ['home'], { text: '1x', isBad: true }), ['away'], { text: '0,0', isBad: false });
    expect(badPlaces(afterPut(session({ typed }), onAir).typed, onAir.value)).toEqual([['home']]);
    expect(afterPut(session({ typed }), onAir).typed.size).toBe(1);
  });

  it('stays as it was decided where somebody discarded the draft meanwhile', () => {
    expect(afterPut(session({ draft: undefined }), onAir).draft).toBeUndefined();
  });
});

it('keeps a draft that was refused, and none that changes nothing', () => {
  expect(afterPut(session({}), undefined)).toEqual({ ...nothing, draft: mine, text: undefined });
  expect(afterPut(session({ draft: { ...mine, value: before.value } }), undefined).draft).toBeUndefined();
});

it('leaves the undo keys to what is typed: neither in the Edit tab nor with a draft do they change what is on air', () => {
  expect(takesUndoKeys(nothing, false)).toBe(true);
  expect(takesUndoKeys(nothing, true)).toBe(false);
  expect(takesUndoKeys({ ...nothing, draft: mine }, false)).toBe(false);
  expect(takesUndoKeys({ ...nothing, mode: 'json', text: '{' }, false)).toBe(false);
});

it('counts text that is no JSON yet as unsaved, and none that says what is there', () => {
  expect(hasUnsaved({ ...nothing, mode: 'json', text: '{"home": ' })).toBe(true);
  expect(hasUnsaved({ ...nothing, mode: 'json', text: '{}' })).toBe(false);
});
