/**
 * The order in which panels stand in the document: those already there first and as they are, new ones after them. Moving an
 * iframe in the document reloads it and whatever somebody was typing there is gone, so panels never move: only their coordinates do.
 */
export function keepDomOrder(before: readonly string[], wanted: readonly string[]): string[] {
  const kept = before.filter((id) => wanted.includes(id));
  return [...kept, ...wanted.filter((id) => !kept.includes(id))];
}
