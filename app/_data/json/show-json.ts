import { isContainer, type Json, type JsonObject } from '#contract/json';

/** A value on one line, cut at `length`: `"Ada"`, `[3 items]`-like previews of what is inside. */
export function showJson(value: Json | undefined, length = 80): string {
  if (value === undefined) return '–';
  return cut(preview(value, length), length);
}

/** Whole values as text for people and clipboards. */
export function printJson(value: Json | undefined): string {
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}

/** Writes no more than about `room` characters, whatever the value's size. */
function preview(value: Json, room: number): string {
  if (typeof value === 'string') return JSON.stringify(cut(value, room));
  if (!isContainer(value)) return String(value);
  const parts: string[] = [];
  let left = room - 2;
  const keys = Array.isArray(value) ? undefined : Object.keys(value);
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  for (let index = 0; index < count && left > 0; index += 1) {
    const key = keys?.[index];
    const child = (value as JsonObject)[key ?? String(index)] ?? null;
    const part = (key === undefined ? '' : `${cut(key, left)}: `) + preview(child, Math.min(left, 40));
    parts.push(part);
    left -= part.length + 2;
  }
  if (parts.length < count) parts.push('…');
  return Array.isArray(value) ? `[${parts.join(', ')}]` : `{${parts.join(', ')}}`;
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, Math.max(1, length - 1))}…` : text;
}
