/**
 * Sets a line of text and shrinks it, down to `smallestPx`, until it fits its box; what still doesn't fit ends in an ellipsis.
 * Measures twice per change of text and never in between. The element must be one line with a fixed or maximum width.
 */
export function fitText(line: HTMLElement, text: string, sizes: { largestPx: number; smallestPx: number }): void {
  if (line.textContent === text) return;
  line.textContent = text;
  line.style.fontSize = `${sizes.largestPx}px`;
  if (line.scrollWidth <= line.clientWidth) return;
  const { paddingLeft, paddingRight } = getComputedStyle(line);
  const padding = Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight);
  const ratio = (line.clientWidth - padding) / (line.scrollWidth - padding);
  line.style.fontSize = `${Math.max(sizes.smallestPx, Math.floor(sizes.largestPx * ratio))}px`;
}
