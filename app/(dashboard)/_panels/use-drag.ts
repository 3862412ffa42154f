'use client';

import { useMove } from 'react-aria/useMove';
import { useEffect, useRef, type PointerEvent, type RefObject } from 'react';
import type { Point } from './drop-place.ts';

/** Something that is being dragged. One of `end` and `cancel` is called once, and nothing after it. */
export type Drag = {
  move(point: Point): void;
  /** Let go: what was dragged stays where it is. */
  end(): void;
  /** Escape, the system took the pointer away, or the handle is gone. */
  cancel(): void;
};

type Press = { from: Point; at: Point; begun?: { drag: Drag | undefined; stop: () => void } };

/** Less than this is a press with an unsteady hand. */
const thresholdPx = 4;

/**
 * Dragging with mouse, pen or finger, in the window's coordinates. Give the props to the handle, which needs `touch-action: none`.
 * `begin` is asked once per drag, when it is more than a press; undefined: there is nothing to drag in.
 */
export function useDrag(begin: (from: Point) => Drag | undefined) {
  const held = useRef<Press>(undefined);
  const { moveProps } = useMove({
    onMove: ({ deltaX, deltaY }) => {
      const press = held.current;
      if (!press) return;
      press.at = { x: press.at.x + deltaX, y: press.at.y + deltaY };
      const moved = Math.hypot(press.at.x - press.from.x, press.at.y - press.from.y);
      if (moved >= thresholdPx) press.begun ??= { drag: begin(press.from), stop: onEscape(() => finish(held, 'cancel')) };
      press.begun?.drag?.move(press.at);
    },
    onMoveEnd: () => finish(held, 'end'),
  });
  // A panel may go while it is in the hand, and no pointer event tells it then.
  useEffect(() => () => finish(held, 'cancel'), []);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      const point = { x: event.clientX, y: event.clientY };
      held.current = { from: point, at: point };
      // Else the first quick move may end up in a panel's own page.
      event.currentTarget.setPointerCapture(event.pointerId);
      moveProps.onPointerDown?.(event);
    },
    onPointerCancel: () => finish(held, 'cancel'),
  };
}

function finish(held: RefObject<Press | undefined>, how: 'end' | 'cancel'): void {
  const begun = held.current?.begun;
  held.current = undefined;
  begun?.stop();
  begun?.drag?.[how]();
}

function onEscape(then: () => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    then();
  };
  addEventListener('keydown', onKey, true);
  return () => removeEventListener('keydown', onKey, true);
}
