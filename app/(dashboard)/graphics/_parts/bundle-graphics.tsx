'use client';

import { RefreshCw } from 'lucide-react';
import type { GraphicRef } from '../../../_data/tally.ts';
import { useGraphicActions } from '../../../_data/use-graphic-actions.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { useMay } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { cardGridClass } from './card-grid.ts';
import { GraphicCard } from './graphic-card.tsx';

/** The graphics of one bundle, and the reload of all of them. */
export function BundleGraphics({ name, graphics }: { name: string; graphics: GraphicRef[] }) {
  const { graphics: texts } = useTexts();
  const actions = useGraphicActions();
  const canAct = useCanAct();
  const mayCommand = useMay()('graphic.command', { kind: 'bundle', bundle: name });
  const anyOpen = graphics.some(({ instances }) => instances.length > 0);
  return (
    <section aria-label={name}>
      <div className="mb-2.5 flex min-h-8 items-center gap-3">
        <h2 dir="auto" className="min-w-0 truncate text-base font-semibold text-mute" title={name}>
          {name}
        </h2>
        <i aria-hidden className="h-px flex-1 bg-line" />
        {mayCommand && (
          <Button
            disabled={!canAct || !anyOpen || actions.pending}
            aria-label={texts.reloadAll(name)}
            icon={<RefreshCw size={15} aria-hidden />}
            onClick={() => void actions.reloadBundle(name)}
          >
            <span dir="auto" className="max-w-56 truncate max-sm:max-w-40">
              {texts.reloadAll(name)}
            </span>
          </Button>
        )}
      </div>
      {actions.refusal !== undefined && (
        <div className="mb-2.5">
          <Refusal reason={actions.refusal} />
        </div>
      )}
      <div className={cardGridClass}>
        {graphics.map((graphic) => (
          <GraphicCard key={graphic.id} graphicRef={graphic} />
        ))}
      </div>
    </section>
  );
}
