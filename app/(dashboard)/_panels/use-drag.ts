'use client';

import { useMove } from 'react-aria/useMove';
import { useRef, type PointerEvent } from 'react';
import type { Point } from './drop-place.ts';

export type DragHandlers = {
  start(point: Point): void;
  move(point: Point): void;
  /** Let go: what was dragged stays where it is. */
  end(): void;
  /** Escape, or the system took the pointer away. */
  cancel(): void;
};

/** Less than this is a press with an unsteady hand. */
const thresholdPx = 4;

/** Dragging with mouse, pen or finger, in the window's coordinates. Give the props to the handle, which needs `touch-action: none`. */
export function useDrag(handlers: DragHandlers) {
  const drag = useRef<{ from: Point; at: Point; isDragging: boolean; stop?: () => void }>(undefined);
  const finish = (how: 'end' | 'cancel') => {
    const { current } = drag;
    drag.current = undefined;
    current?.stop?.();
    if (current?.isDragging) handlers[how]();
  };
  const begin = (current: NonNullable<typeof drag.current>) => {
    current.isDragging = true;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      finish('cancel');
    };
    addEventListener('keydown', onKey, true);
    current.stop = () => removeEventListener('keydown', onKey, true);
    handlers.start(current.from);
  };
  const { moveProps } = useMove({
    onMove: ({ deltaX, deltaY }) => {
      const { current } = drag;
      if (!current) return;
      current.at = { x: current.at.x + deltaX, y: current.at.y + deltaY };
      const moved = Math.hypot(current.at.x - current.from.x, current.at.y - current.from.y);
      if (!current.isDragging && moved >= thresholdPx) begin(current);
      if (current.isDragging) handlers.move(current.at);
    },
    onMoveEnd: () => finish('end'),
  });
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      const point = { x: event.clientX, y: event.clientY };
      drag.current = { from: point, at: point, isDragging: false };
      // Else the first quick move may end up in a panel's own page.
      event.currentTarget.setPointerCapture(event.pointerId);
      moveProps.onPointerDown?.(event);
    },
    onPointerCancel: () => finish('cancel'),
  };
}
