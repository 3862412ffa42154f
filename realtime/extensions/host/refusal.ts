import type { Json } from '#contract/json';

/**
 * What a message's sender gets when an extension acknowledges with an error: an Error's name, message and own fields, such as `code`,
 * as NodeCG sends them, but without stack and without `root`, the folder that everything lies in. Anything else as JSON makes it.
 */
export function refusalOf(error: unknown, root: string): Json {
  const text = error instanceof Error ? JSON.stringify({ ...fieldsOf(error), ...namesOf(error) }) : JSON.stringify(error);
  if (text === undefined) return String(error);
  const hidden = [`${root}/`, `${root}\\`].map((prefix) => JSON.stringify(prefix).slice(1, -1));
  return JSON.parse(hidden.reduce((shown, prefix) => shown.replaceAll(prefix, ''), text)) as Json;
}

function namesOf({ name, message }: Error): { name: string; message: string } {
  return { name: String(name), message: String(message) };
}

/** Those that JSON can carry: one that can't must not cost the sender the answer. */
function fieldsOf(error: Error): Record<string, unknown> {
  return Object.fromEntries(Object.entries(error).filter(([key, value]) => key !== 'stack' && canBeSent(value)));
}

function canBeSent(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
