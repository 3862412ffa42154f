import type { DragView } from './grid-state.ts';

/** Where a dragged panel will go, or the size that an edge will give. */
export function DragMarks({ drag }: { drag: DragView }) {
  const mark = drag.kind === 'move' ? drag.place?.line : drag.outline;
  if (!mark) return null;
  const { x, y, width, height } = mark;
  const place = { width, height, transform: `translate(${x}px, ${y}px)` };
  if (drag.kind === 'move')
    return <div aria-hidden className="pointer-events-none absolute top-0 left-0 z-10 rounded-full bg-link" style={place} />;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-0 left-0 z-20 grid content-end justify-items-end rounded-lg border-2 border-dashed border-link p-2"
      style={place}
    >
      <span className="rounded bg-act px-2 text-sm leading-6 font-semibold text-white tabular-nums">{drag.label}</span>
    </div>
  );
}
