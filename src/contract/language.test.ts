import { expect, it } from 'vitest';
import { pickLanguage } from './language.ts';

it('takes what the person chose, else the best of the browser’s languages that we speak, else English', () => {
  expect(pickLanguage('de', 'en')).toBe('de');
  expect(pickLanguage('xx', 'fr-CH, de-AT;q=0.8, en;q=0.5')).toBe('de');
  expect(pickLanguage(undefined, 'de;q=0.3,en-GB;q=0.9')).toBe('en');
  expect(pickLanguage(undefined, 'fr')).toBe('en');
  expect(pickLanguage('constructor', null)).toBe('en');
});
