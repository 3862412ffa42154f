import type { IncomingHttpHeaders } from 'node:http';

/** Whether who asks has this version already, whichever form it was sent in (RFC 9110, 13.1.2 and 13.1.3). */
export function isUnchanged(headers: IncomingHttpHeaders, version: { etag: string; modified?: Date }): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return tags === '*' || tags.split(',').some((tag) => opaque(tag) === opaque(version.etag));
  const since = Date.parse(headers['if-modified-since'] ?? '');
  // The header has whole seconds.
  return version.modified !== undefined && Math.floor(version.modified.getTime() / 1000) * 1000 <= since;
}

function opaque(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}
