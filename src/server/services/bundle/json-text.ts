import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { Json } from '#contract/json';
import { failure, success, type Result } from '#contract/result';
import type { FieldPath } from './problem-list.ts';

export type JsonTextError = { message: string; line: number };

/** JSON.parse that tolerates a byte order mark and says on which line it failed. */
export function parseJsonText(text: string): Result<Json, JsonTextError> {
  const json = text.replace(/^\uFEFF/, '');
  try {
    return success(JSON.parse(json) as Json);
  } catch {
    return failure(explainSyntaxError(json));
  }
}

export type LineFinder = (path: FieldPath) => number | undefined;

/** Finds the 1-based line of a field, or of the nearest thing around it that exists. The text is parsed once, and only when it is asked. */
export function createLineFinder(text: string): LineFinder {
  let parsed: { document: Document; lines: LineCounter } | undefined;
  return (path) => {
    parsed ??= parse(text);
    return lineIn(parsed.document, parsed.lines, path);
  };
}

function parse(text: string): { document: Document; lines: LineCounter } {
  const lines = new LineCounter();
  return { lines, document: parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, logLevel: 'silent' }) };
}

function lineIn(document: Document, lines: LineCounter, path: FieldPath): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = isMap(parent) ? parent.items.find((pair) => String(pair.key) === String(path[length - 1]))?.key : undefined;
    const node = key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}

const tokens =
  /\s*(?:([{}[\],:])|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;

/** Which token JSON's grammar doesn't allow. JSON.parse names a position for some errors only. */
function explainSyntaxError(text: string): JsonTextError {
  const open: ('{' | '[')[] = [];
  let expected: 'value' | 'key' | 'colon' | 'comma' = 'value';
  let canClose = false;
  tokens.lastIndex = 0;
  for (;;) {
    const start = tokens.lastIndex;
    const match = tokens.exec(text);
    if (!match) return describe(text, start + (/^\s*/.exec(text.slice(start))?.[0].length ?? 0));
    const token = match[0].trimStart();
    const at = tokens.lastIndex - token.length;
    const top = open.at(-1);
    if (token === '}' || token === ']') {
      const fits = (token === '}') === (top === '{') && top !== undefined && (expected === 'comma' || canClose);
      if (!fits) return describe(text, at);
      open.pop();
      [expected, canClose] = ['comma', false];
    } else if (expected === 'comma' && token === ',' && top !== undefined) {
      [expected, canClose] = [top === '{' ? 'key' : 'value', false];
    } else if (expected === 'colon' && token === ':') {
      [expected, canClose] = ['value', false];
    } else if (expected === 'key' && token.startsWith('"')) {
      [expected, canClose] = ['colon', false];
    } else if (expected === 'value' && (token === '{' || token === '[')) {
      open.push(token);
      [expected, canClose] = [token === '{' ? 'key' : 'value', true];
    } else if (expected === 'value' && match[1] === undefined) {
      [expected, canClose] = ['comma', false];
    } else return describe(text, at);
  }
}

function describe(text: string, offset: number): JsonTextError {
  const line = text.slice(0, offset).split('\n').length;
  if (offset >= text.length)
    return { message: text.trim() === '' ? 'it is empty' : 'it ends too early: a bracket or quote is not closed', line };
  return { message: `unexpected ${JSON.stringify(/^\S{1,20}/.exec(text.slice(offset))?.[0] ?? text[offset])}`, line };
}
