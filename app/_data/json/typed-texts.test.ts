import { describe, expect, it } from 'vitest';
import { badPlaces, badTexts, typedAfter, typedAt, withTyped, type TypedTexts } from './typed-texts.ts';

const bad = { text: '1x', isBad: true };
const fine = { text: '1,0', isBad: false };
const value = { teams: [{ score: 1 }, { score: 1 }], home: 3 };
const texts: TypedTexts = withTyped(withTyped(new Map(), ['teams', '1', 'score'], bad), ['home'], fine);

describe('texts of fields', () => {
  it('stand at their place until the field shows its value again', () => {
    expect(typedAt(texts, ['teams', '1', 'score'])).toEqual(bad);
    expect(typedAt(texts, ['teams', '0', 'score'])).toBeUndefined();
    expect(typedAt(withTyped(texts, ['teams', '1', 'score'], undefined), ['teams', '1', 'score'])).toBeUndefined();
  });

  it('don’t move to another item when one is moved or removed', () => {
    const moved = { path: ['teams'], before: value.teams, after: [...value.teams].reverse() };
    expect([...typedAfter(texts, moved).values()]).toEqual([fine]);
    expect([...typedAfter(texts, { ...moved, after: [{ score: 1 }] }).values()]).toEqual([fine]);
  });

  it('stay when an item is added after them', () => {
    const added = { path: ['teams'], before: value.teams, after: [...value.teams, { score: 0 }] };
    expect(typedAfter(texts, added)).toEqual(texts);
  });

  it('go with the field that is taken out, and with no other', () => {
    expect([...typedAfter(texts, { path: ['home'], before: 3, after: undefined }).values()]).toEqual([bad]);
    expect(typedAfter(texts, { path: ['homes'], before: undefined, after: 1 })).toEqual(texts);
  });
});

describe('texts that are no value', () => {
  it('are told from those that are only written differently', () => {
    expect([...badTexts(texts).values()]).toEqual([bad]);
  });

  it('count as long as their place is there', () => {
    expect(badPlaces(texts, value)).toEqual([['teams', '1', 'score']]);
    expect(badPlaces(texts, { teams: [{ score: 1 }], home: 3 })).toEqual([]);
    expect(badPlaces(withTyped(new Map(), [], bad), undefined)).toEqual([[]]);
  });
});
