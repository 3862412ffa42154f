/** `820 B`, `1.4 KB`, `16 MB`, `2.3 GB`. A value's size is its characters of JSON, which are bytes for most of it. */
export function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${Math.round(bytes)} B`;
  const [scaled, unit] =
    bytes < 1_000_000 ? [bytes / 1_000, 'KB'] : bytes < 1_000_000_000 ? [bytes / 1_000_000, 'MB'] : [bytes / 1_000_000_000, 'GB'];
  return `${scaled < 10 ? scaled.toFixed(1) : Math.round(scaled)} ${unit}`;
}

/** `60/s`, `0.4/s`; empty where nothing changes. */
export function formatRate(perSecond: number): string {
  if (perSecond < 0.05) return '';
  return `${perSecond < 10 ? perSecond.toFixed(1).replace('.0', '') : Math.round(perSecond)}/s`;
}

/** `12 s`, `5 min`, `3 h`, `2 d`; empty below a second. */
export function formatAgo(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 1) return '';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}
