import { expect, it } from 'vitest';
import { clockText, clockTextWithTenths, parseClockText } from './clock-text.ts';

it.each([
  [0, 'up', '00:00'],
  [999, 'up', '00:00'],
  [59_999, 'up', '00:59'],
  [2_537_300, 'up', '42:17'],
  [5_999_999, 'up', '99:59'],
  [6_000_000, 'up', '1:40:00'],
  [1, 'down', '00:01'],
  [60_000, 'down', '01:00'],
  [59_001, 'down', '01:00'],
] as const)('shows %i ms counting %s as %s', (ms, mode, text) => {
  expect(clockText(ms, mode)).toBe(text);
});

it.each([
  [2_537_399, 'up', '42:17.3'],
  [59_950, 'down', '01:00.0'],
  [1, 'down', '00:00.1'],
] as const)('shows %i ms counting %s with tenths as %s', (ms, mode, text) => {
  const { main, tenths } = clockTextWithTenths(ms, mode);
  expect(`${main}.${tenths}`).toBe(text);
});

it.each([
  ['12:30', 750_000],
  ['1:02:03', 3_723_000],
  ['45', 2_700_000],
  [' 0:05.5 ', 5_500],
  ['90:00', 5_400_000],
  ['12:75', undefined],
  ['', undefined],
  ['12:3o', undefined],
  ['99:99:99', undefined],
])('reads %j as %j ms', (text, ms) => {
  expect(parseClockText(text)).toBe(ms);
});
