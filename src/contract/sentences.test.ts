import { describe, expect, it } from 'vitest';
import { sentences } from './sentences.ts';

describe('sentences', () => {
  it.each([
    [['boom later', 'It is restarted.'], 'boom later. It is restarted.'],
    [['It exports nothing.', 'Correct it'], 'It exports nothing. Correct it.'],
    [['It exports nothing..'], 'It exports nothing.'],
    [['wrong at line 1, column 11:', 'Correct it.'], 'wrong at line 1, column 11. Correct it.'],
    [['Really?', undefined, ' ', 'Wait …'], 'Really? Wait …'],
    [['And so on...'], 'And so on...'],
  ])('joins %j', (pieces, text) => {
    expect(sentences(...pieces)).toBe(text);
    expect(sentences(text)).toBe(text);
  });
});
