'use client';

import { OctagonX, RotateCw } from 'lucide-react';
import type { GraphicInstance } from '#contract/graphic';
import type { GraphicRef } from '../../../_data/tally.ts';
import type { useGraphicActions } from '../../../_data/use-graphic-actions.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { useMay } from '../../../_live/viewer-context.ts';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { Dot } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Tooltip } from '../../../_ui/tooltip.tsx';
import { Age } from './age.tsx';
import { versionsOf } from './versions.ts';

type Actions = ReturnType<typeof useGraphicActions>;

/** Where a graphic is open, those on air first, and which of its pages were closed a moment ago. */
export function InstanceList({ graphicRef, actions }: { graphicRef: GraphicRef; actions: Actions }) {
  const { graphics: texts } = useTexts();
  const { instances, closed } = graphicRef;
  if (instances.length + closed.length === 0)
    return <p className="border-t border-line px-3 py-2.5 text-sm text-mute">{texts.nobody}</p>;
  return (
    <ul className="max-h-64 overflow-y-auto border-t border-line py-1">
      {instances.map((instance) => (
        <Instance key={instance.id} graphicRef={graphicRef} instance={instance} actions={actions} />
      ))}
      {closed.map((instance) => (
        <ClosedInstance key={instance.id} instance={instance} />
      ))}
    </ul>
  );
}

const row = 'flex min-h-8 items-center gap-2 pr-1 pl-3 text-sm';

function ClosedInstance({ instance: { client, address } }: { instance: GraphicInstance }) {
  const { instances: texts } = useTexts();
  return (
    <li className={`${row} text-faint`}>
      <Dot tone="off" />
      <span className="min-w-0 flex-1 truncate">
        <span dir="auto">{client}</span> · {address}
      </span>
      <span className="pr-2">{texts.closed}</span>
    </li>
  );
}

function Instance({ graphicRef, instance, actions }: { graphicRef: GraphicRef; instance: GraphicInstance; actions: Actions }) {
  const { graphics: texts } = useTexts();
  const canAct = useCanAct() && !actions.pending;
  const mayCommand = useMay()('graphic.command', { kind: 'graphic', bundle: instance.bundle, name: instance.url });
  const { client, address, onAir, outOfDate, openedAt, bundleVersion } = instance;
  return (
    <li className={row}>
      <Dot tone={onAir ? 'air' : 'ready'} />
      <span className="min-w-0 flex-1 py-1">
        <span className="flex gap-x-2.5 max-sm:flex-col">
          <span className="min-w-0 flex-1 truncate" title={`${client} · ${address} · ${bundleVersion}`}>
            <span dir="auto">{client}</span> <span className="text-mute">· {address}</span>
            <span className="sr-only"> {onAir ? texts.onAirNow : texts.ready}</span>
          </span>
          <span className="flex shrink-0 gap-2">
            <span className={outOfDate ? 'font-semibold text-warn' : 'text-mute'}>
              {outOfDate ? texts.outOfDate : texts.latest}
            </span>
            <Age since={openedAt} />
          </span>
        </span>
        {outOfDate && <Versions graphicRef={graphicRef} instance={instance} />}
      </span>
      {mayCommand && (
        <span className="flex shrink-0">
          <IconButton
            label={texts.reloadInstance(client, address)}
            disabled={!canAct}
            onClick={() => void actions.reloadInstance(graphicRef, instance)}
            icon={<RotateCw size={14} aria-hidden />}
          />
          <IconButton
            label={texts.killInstance(client, address)}
            disabled={!canAct}
            onClick={() => void actions.kill(graphicRef, instance)}
            icon={<OctagonX size={14} aria-hidden />}
          />
        </span>
      )}
    </li>
  );
}

/** What it shows and what it would show, where that is another version or commit. */
function Versions({ graphicRef, instance }: { graphicRef: GraphicRef; instance: GraphicInstance }) {
  const { instances: texts } = useTexts();
  const { shows, newest, differ } = versionsOf(instance, graphicRef.bundle);
  if (!differ) return <span className="block text-xs text-warn">{texts.editedSince}</span>;
  return (
    <Tooltip label={`${texts.shows(shows)} / ${texts.newest(newest)}`}>
      <span className="block truncate text-xs text-warn tabular-nums">
        {shows} → {newest}
      </span>
    </Tooltip>
  );
}
