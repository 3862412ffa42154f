/** Joins what people read, piece by piece: each becomes one sentence with one full stop. Empty pieces are left out; doing it twice changes nothing. */
export function sentences(...pieces: (string | undefined)[]): string {
  return pieces
    .map((piece) => (piece ?? '').trim().replace(/(?:[\s:;,]|(?<=\.)(?<!\.\.)\.(?!\.))+$/, ''))
    .filter((piece) => piece !== '')
    .map((piece) => (/[.!?…]$/.test(piece) ? piece : `${piece}.`))
    .join(' ');
}
