/** What this browser remembers of panels: small, and never needed. Private windows may refuse; then it forgets. */

const storageKey = 'nodecg-next.panel-heights';
/** Those that were seen last: a few hundred panels, some at several widths. */
const mostHeights = 500;
type Entry = [panel: string, heightPx: number];

/** The height that a panel's content had last at that width, so that its place is right before it has loaded. */
export function lastHeight(id: string, widthPx: number): number | undefined {
  const key = keyOf(id, widthPx);
  return read().find(([known]) => known === key)?.[1];
}

export function rememberHeight(id: string, widthPx: number, heightPx: number): void {
  const key = keyOf(id, widthPx);
  const entries = read();
  // While there is room for all it doesn't matter which was seen last.
  if (entries.length < mostHeights && entries.some(([known, px]) => known === key && px === heightPx)) return;
  const others = entries.filter(([known]) => known !== key);
  write([...others, [key, heightPx] satisfies Entry].slice(-mostHeights));
}

const keyOf = (id: string, widthPx: number) => `${id} ${Math.round(widthPx)}`;

function read(): Entry[] {
  try {
    const entries: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(entries) ? entries.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(entry: unknown): entry is Entry {
  return Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number' && entry[1] > 0;
}

function write(entries: Entry[]): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(entries));
  } catch {
    // Full or forbidden: the panel then starts with its default.
  }
}
