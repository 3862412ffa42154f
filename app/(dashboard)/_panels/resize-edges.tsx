'use client';

import type { ReactNode } from 'react';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { classNames } from '../../_ui/class-names.ts';
import type { Arranger } from './arranger.ts';
import type { Edge } from './arranger-drag.ts';
import { useDrag } from './use-drag.ts';

type EdgesProps = { id: string; arranger: Arranger; hasWidth: boolean; hasHeight: boolean };

/** Edges that a pointer takes hold of, in the gap beside the panel. The same is in its menu, and on keys of its handle. */
export function ResizeEdges({ id, arranger, hasWidth, hasHeight }: EdgesProps) {
  const auto = () => arranger.resize(id, { heightPx: null });
  return (
    <div aria-hidden>
      {hasWidth && <Grip id={id} arranger={arranger} edge="right" className="top-2 -right-3 bottom-4 w-3.5 cursor-ew-resize" />}
      {hasHeight && (
        <Grip
          id={id}
          arranger={arranger}
          edge="bottom"
          onDouble={auto}
          className="right-4 -bottom-3 left-2 h-3.5 cursor-ns-resize"
        />
      )}
      {hasWidth && hasHeight && (
        <Grip id={id} arranger={arranger} edge="corner" className="-right-3 -bottom-3 size-7 cursor-nwse-resize">
          <svg viewBox="0 0 10 10" className="absolute right-3.5 bottom-3.5 size-2.5 text-edge">
            <path d="M9 1 1 9M9 5.5 5.5 9" stroke="currentColor" strokeWidth="1.3" fill="none" />
          </svg>
        </Grip>
      )}
    </div>
  );
}

type GripProps = {
  id: string;
  arranger: Arranger;
  edge: Edge;
  onDouble?: () => void;
  className: string;
  children?: ReactNode;
};

function Grip({ id, arranger, edge, onDouble, className, children }: GripProps) {
  const { layout: texts } = useTexts();
  const drag = useDrag((from) => arranger.beginSize(id, edge, from));
  return (
    <div
      {...drag}
      data-edge={edge}
      title={edge === 'bottom' ? texts.resizeHeight : texts.resizeWidth}
      onDoubleClick={onDouble}
      className={classNames('absolute touch-none rounded hover:bg-link/40', className)}
    >
      {children}
    </div>
  );
}
