import { describe, expect, it, vi } from 'vitest';
import { parseDocument } from 'yaml';
import { createLineFinder, parseJsonText } from './json-text.ts';

// The real library, watched.
vi.mock('yaml', { spy: true });

describe('parseJsonText', () => {
  it.each([
    ['', 1, 'it is empty'],
    ['{\n"a": [1, 2\n', 3, 'it ends too early: a bracket or quote is not closed'],
    ['{\n"a": 1,\n}', 3, 'unexpected "}"'],
    ["{\n'a': 1}", 2, 'unexpected "\'a\':"'],
    ['{"a": 1}\nx', 2, 'unexpected "x"'],
    ['{"a"\n: [1 2]}', 2, 'unexpected "2]}"'],
    ['[}', 1, 'unexpected "}"'],
  ])('[B2.9] %j fails on line %i', (text, line, message) => {
    expect(parseJsonText(text)).toEqual({ ok: false, error: { line, message } });
  });

  it('reads what JSON.parse reads', () => {
    expect(parseJsonText('\uFEFF {"a": [true, -1.5e3, "\\u0041\\n", null, {}]} ')).toEqual({
      ok: true,
      value: { a: [true, -1500, 'A\n', null, {}] },
    });
  });
});

describe('createLineFinder', () => {
  it('finds the field, or the nearest thing around it', () => {
    const text = '{\n\t"a": [\n\t\t{ "b": 1,\n\t\t  "c": 2 }\n\t]\n}';
    expect(createLineFinder(text)(['a', 0, 'c'])).toBe(4);
    expect(createLineFinder(text)(['a', 0, 'missing'])).toBe(3);
    expect(createLineFinder(text)(['nothing'])).toBeUndefined();
  });
});

it('parses the text once however many lines are asked for, and not at all when none is', () => {
  vi.mocked(parseDocument).mockClear();
  const lineOf = createLineFinder('{\n"a": 1,\n"b": 2\n}');
  expect(parseDocument).not.toHaveBeenCalled();
  expect([lineOf(['a']), lineOf(['b'])]).toEqual([2, 3]);
  expect(parseDocument).toHaveBeenCalledTimes(1);
});
