import { expect, it } from 'vitest';
import { usernameSchema } from './identity.ts';

it.each(['ada', 'Ada Lovelace', 'Jürgen', 'Ærøskøbing-2', 'Алла', 'Ωμέγα', '山田 太郎', 'ada@show.example'])(
  '%o is a user name',
  (name) => {
    expect(usernameSchema.safeParse(name).success).toBe(true);
  },
);

it.each([
  ['a letter of another alphabet', '\u0430da'],
  ['another alphabet’s capital', 'Ad\u0391'],
  ['a letter that nobody sees', 'ada\u3164'],
  ['a sign that nobody sees', 'ad\u200ba'],
  ['another direction', 'ada\u202e'],
  ['wide letters', '\uff41da'],
  ['a ligature', '\ufb01nn'],
  ['nothing', ' '],
  ['a name of ours', 'LOCAL'],
])('%s makes nobody’s name look like another’s', (_, name) => {
  expect(usernameSchema.safeParse(name).success).toBe(false);
});
