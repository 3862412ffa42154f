import { expect, it } from 'vitest';
import { weaknessOf } from './strength.ts';

it.each([
  ['short1!', '10 characters'],
  ['password', '10 characters'],
  ['Password123', 'tried first'],
  ['P4$$w0rd!!', 'tried first'],
  ['administrator', 'tried first'],
  ['qwertzuiop', 'tried first'],
  ['1234567890', 'tried first'],
  ['aaaaaaaaaaaa', 'same few'],
  ['abababababab', 'same few'],
  ['abcdefghijklm', 'row'],
  ['123456asdfgh', 'tried first'],
  ['klmnop987654', 'row'],
  ['ada.lovelace1', 'user name'],
  ['x'.repeat(73), '72 bytes'],
])('[I5] refuses %s and says how to do better', (password, message) => {
  expect(weaknessOf(password, 'ada.lovelace')).toContain(message);
});

it.each(['correct staple battery', 'três rios cansados', 'vX9#kq2LmPz', '雨の日は傘を忘れずに持って行く'])(
  '[I5] takes %s',
  (password) => {
    expect(weaknessOf(password, 'ada')).toBeUndefined();
  },
);
