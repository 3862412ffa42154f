'use client';

import type { KeyboardEvent } from 'react';
import type { GraphicRef, Tally } from '../../../_data/tally.ts';
import { useGraphicActions } from '../../../_data/use-graphic-actions.ts';
import { useCanAct, useLive } from '../../../_live/live-provider.tsx';
import { useMay } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { classNames } from '../../../_ui/class-names.ts';
import { Refusal } from '../../../_ui/refusal.tsx';
import { Tag } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Tooltip } from '../../../_ui/tooltip.tsx';
import { DragLink } from './drag-link.tsx';
import { GraphicPreview } from './graphic-preview.tsx';
import { InstanceList } from './instance-list.tsx';
import { useCopyUrl } from './use-copy-url.tsx';

const edges: Record<Tally, string> = {
  'on-air': 'border-air shadow-[inset_0_0_0_2px_var(--air)]',
  ready: 'border-ready shadow-[inset_0_0_0_1px_var(--ready)]',
  'not-open': 'border-transparent',
};

/** A graphic: its preview with the tally around it, what can be done, and where it is open. */
export function GraphicCard({ graphicRef }: { graphicRef: GraphicRef }) {
  const { graphic, tally, instances } = graphicRef;
  const { graphics: texts } = useTexts();
  const actions = useGraphicActions();
  const mayCommand = useMay()('graphic.command', { kind: 'graphic', bundle: graphicRef.bundle.name, name: graphic.url });
  const canAct = useCanAct() && mayCommand;
  const copy = useCopyUrl(graphic);
  const isStale = useLive().state === 'reconnecting';
  const mayReload = canAct && instances.length > 0 && !actions.pending;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === 'c') void copy.copy();
    if (event.key.toLowerCase() === 'r' && mayReload) void actions.reloadGraphic(graphicRef);
  };
  return (
    <article
      aria-label={graphic.title}
      onKeyDown={onKeyDown}
      className={classNames('overflow-hidden rounded-lg border bg-s1', isStale ? 'border-dashed border-warn/60' : 'border-line')}
    >
      <div className={classNames('relative', isStale && 'opacity-60 grayscale')}>
        <GraphicPreview graphicRef={graphicRef} />
        <i aria-hidden className={classNames('pointer-events-none absolute inset-0 rounded-t-[7px] border', edges[tally])} />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2.5 border-t border-line p-3">
        <Title graphicRef={graphicRef} />
        <div className="flex flex-wrap gap-2">
          <Button keys="C" onClick={() => void copy.copy()}>
            {texts.copy}
          </Button>
          {copy.copyWriting && (
            <Tooltip label={texts.copyWritingHint}>
              <Button onClick={() => void copy.copyWriting?.()}>{texts.copyWriting}</Button>
            </Tooltip>
          )}
          <DragLink graphic={graphic} />
          {mayCommand && (
            <Button disabled={!mayReload} keys="R" onClick={() => void actions.reloadGraphic(graphicRef)}>
              {texts.reload}
            </Button>
          )}
        </div>
        {copy.byHand}
        <Refusal reason={actions.refusal} />
      </div>
      <InstanceList graphicRef={graphicRef} actions={actions} />
    </article>
  );
}

function TallyTag({ tally, onAir }: { tally: Tally; onAir: number }) {
  const { graphics: texts } = useTexts();
  // Beside the title and not over the preview, whose upper left corner is where score bugs live.
  if (tally === 'on-air') return <Tag tone="air">{texts.onAir(onAir)}</Tag>;
  if (tally === 'ready') return <Tag tone="ready">{texts.ready}</Tag>;
  return <Tag tone="off">{texts.notOpen}</Tag>;
}

function Title({ graphicRef: { graphic, tally, onAir } }: { graphicRef: GraphicRef }) {
  const { instances: texts } = useTexts();
  return (
    <div className="flex items-center gap-2.5">
      <TallyTag tally={tally} onAir={onAir.length} />
      <h3 dir="auto" title={`${graphic.title} · ${graphic.file}`} className="min-w-0 flex-1 truncate text-base font-semibold">
        {graphic.title}
      </h3>
      {graphic.singleInstance && (
        <Tooltip label={texts.singleInstanceHint}>
          <span tabIndex={0} className="shrink-0 rounded border border-edge px-1.5 text-xs leading-[18px] text-mute">
            {texts.singleInstance}
          </span>
        </Tooltip>
      )}
      <span className="shrink-0 text-xs text-mute tabular-nums">
        {graphic.width} × {graphic.height}
      </span>
    </div>
  );
}
