'use client';

import { KeyRound } from 'lucide-react';
import { useState, type DragEvent } from 'react';
import type { GraphicView } from '#contract/bundle';
import { Button, buttonClass } from '../../../_ui/button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Tooltip } from '../../../_ui/tooltip.tsx';
import { absoluteUrl, obsUrl } from './graphic-urls.ts';
import { useGraphicKey } from './use-graphic-key.ts';

/** Of the button that was pressed, in whose place the link is. */
const takeFocus = (link: HTMLElement | null) => link?.focus();

/**
 * A link that OBS takes as a browser source with the right size when dropped into a scene. Where people sign in the source needs a key, and
 * a drag has to begin with the whole address: so a press makes the key, and the link that takes the button's place carries it. One key
 * for each source: after a drop the button is back.
 */
export function DragLink({ graphic }: { graphic: GraphicView }) {
  const { graphics: texts } = useTexts();
  const { isKeyed, isLocked, isMaking, make } = useGraphicKey(graphic);
  const [key, setKey] = useState<string>();
  // OBS would get an address that opens nothing there.
  if (isLocked) return null;
  if (isKeyed && key === undefined) {
    return (
      <Tooltip label={texts.dragKeyHint}>
        <Button icon={<KeyRound size={14} aria-hidden />} disabled={isMaking} onClick={() => void make('read').then(setKey)}>
          {texts.dragKey}
        </Button>
      </Tooltip>
    );
  }
  const onDragStart = ({ dataTransfer }: DragEvent) => {
    dataTransfer.effectAllowed = 'copy';
    dataTransfer.setData('text/uri-list', obsUrl(graphic, location.origin, key));
    dataTransfer.setData('text/plain', absoluteUrl(graphic, location.origin, key));
  };
  const onDragEnd = ({ dataTransfer }: DragEvent) => {
    if (dataTransfer.dropEffect !== 'none') setKey(undefined);
  };
  return (
    <Tooltip label={key === undefined ? texts.dragHint : texts.dragWithKeyHint}>
      <a
        draggable
        ref={key === undefined ? undefined : takeFocus}
        href={graphic.url}
        target="_blank"
        rel="noreferrer"
        onDragStart={onDragStart}
        onDragEnd={onDragEnd}
        className={buttonClass(key === undefined ? 'plain' : 'primary', 'cursor-grab active:cursor-grabbing')}
      >
        {texts.drag}
      </a>
    </Tooltip>
  );
}
