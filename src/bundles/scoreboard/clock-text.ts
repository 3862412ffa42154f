/**
 * `42:17`, from 100 minutes on `1:40:00`. A clock that counts up shows the second it is in; a countdown shows the second
 * it has left, so that it reaches 00:00 exactly when it ends.
 */
export function clockText(ms: number, mode: 'up' | 'down'): string {
  const seconds = mode === 'up' ? Math.floor(ms / 1_000) : Math.ceil(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}`;
}

/** `{ main: '42:17', tenths: '3' }`, rounded the same way. */
export function clockTextWithTenths(ms: number, mode: 'up' | 'down'): { main: string; tenths: string } {
  const tenths = mode === 'up' ? Math.floor(ms / 100) : Math.ceil(ms / 100);
  return { main: clockText(Math.floor(tenths / 10) * 1_000, 'up'), tenths: String(tenths % 10) };
}

/** Reads `12:30`, `1:02:03`, `90` (minutes) or `12:30.5`; undefined for anything else. Milliseconds. */
export function parseClockText(text: string): number | undefined {
  const match = /^\s*(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,4})(?:[.,](\d))?\s*$/.exec(text);
  if (!match) return undefined;
  const [, hours = '0', minutes, last = '0', tenths = '0'] = match;
  if (minutes === undefined) return tenths === '0' ? within(Number(last) * 60_000) : undefined;
  if (Number(last) > 59) return undefined;
  return within(Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(last) * 1_000 + Number(tenths) * 100);
}

function within(ms: number): number | undefined {
  return ms <= 359_999_999 ? ms : undefined;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
