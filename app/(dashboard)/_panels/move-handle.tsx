'use client';

import { GripVertical } from 'lucide-react';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { Tooltip } from '../../_ui/tooltip.tsx';
import type { Arranger } from './arranger.ts';
import { useDrag } from './use-drag.ts';

/** Takes a panel to another place: dragged, or with arrow keys; with Shift they change its size. */
export function MoveHandle({ id, title, arranger }: { id: string; title: string; arranger: Arranger }) {
  const { layout: texts } = useTexts();
  const drag = useDrag((from) => arranger.beginMove(id, from));
  return (
    <Tooltip label={texts.moveHint}>
      <button
        type="button"
        aria-label={texts.move(title)}
        aria-description={texts.moveHint}
        aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Home End Escape"
        {...drag}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey || !arranger.key(id, event)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onBlur={arranger.settle}
        className="grid h-8 w-6 shrink-0 cursor-grab touch-none place-items-center rounded-md text-faint hover:bg-s3 hover:text-text active:cursor-grabbing pointer-coarse:size-11"
      >
        <GripVertical size={16} aria-hidden />
      </button>
    </Tooltip>
  );
}
