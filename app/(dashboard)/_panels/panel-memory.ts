/** What this browser remembers of panels: small, and never needed. Private windows may refuse; then it forgets. */

/** The height that a panel's content had last, so that its place is right before it has loaded. */
export function lastHeight(id: string): number | undefined {
  const height = Number(read(`nodecg-next.height.${id}`));
  return height > 0 ? height : undefined;
}

export function rememberHeight(id: string, heightPx: number): void {
  write(`nodecg-next.height.${id}`, String(heightPx));
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Full or forbidden: the panel then starts with its default.
  }
}
