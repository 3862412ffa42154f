/** What a server says about one place of a refused value. */
export type RefusedPlace = { path: string[]; problem: string };

/**
 * The places in a message that refuses a value by its schema: `…:\nteams/0/name must be string, home must be >= 0`. Empty where it names none.
 */
export function refusedPlaces(message: string): RefusedPlace[] {
  const [, ...lines] = message.split('\n');
  return lines
    .join('\n')
    .split(/, (?=\S* ?must )/)
    .flatMap((part) => {
      const found = /^(\S+) (must .+)$/s.exec(part.trim());
      return found ? [{ path: segmentsOf(found[1] ?? ''), problem: found[2] ?? '' }] : [];
    });
}

function segmentsOf(place: string): string[] {
  if (place === 'data') return [];
  return place.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
