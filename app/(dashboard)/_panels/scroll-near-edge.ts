import type { Point } from './drop-place.ts';

const edgePx = 64;
const fastestPx = 18;

/** Scrolls what an element is in while the pointer is near its upper or lower edge; `onScroll` follows each step. */
export function scrollNearEdge(element: HTMLElement, onScroll: () => void): { follow(point: Point): void; stop(): void } {
  const scroller = scrollerOf(element);
  let at: Point | undefined;
  let frame = requestAnimationFrame(step);
  function step() {
    frame = requestAnimationFrame(step);
    if (!scroller || !at) return;
    const { top, bottom } = scroller.getBoundingClientRect();
    const before = scroller.scrollTop;
    scroller.scrollTop += speed(bottom - at.y) - speed(at.y - top);
    if (scroller.scrollTop !== before) onScroll();
  }
  return {
    follow: (point) => {
      at = point;
    },
    stop: () => cancelAnimationFrame(frame),
  };
}

/** Faster, the nearer. */
function speed(distancePx: number): number {
  return Math.round(fastestPx * Math.min(1, Math.max(0, (edgePx - distancePx) / edgePx)));
}

/** The next element around it that can scroll down. */
export function scrollerOf(element: HTMLElement): HTMLElement | undefined {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY)) return parent;
  }
  return undefined;
}
