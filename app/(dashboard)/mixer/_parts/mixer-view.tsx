'use client';

import { SearchX, SlidersHorizontal, Unplug, Volume2 } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { filterMixer } from '../../../_data/mixer.ts';
import { useMixer } from '../../../_data/use-mixer.ts';
import { useLive } from '../../../_live/live-provider.tsx';
import { Button } from '../../../_ui/button.tsx';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { FilterBox, matchesFilter } from '../../../_ui/filter-box.tsx';
import { PageHeader } from '../../../_ui/page-header.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { StaleTag } from '../../_shell/stale-tag.tsx';
import { BundleMixer } from './bundle-mixer.tsx';
import { createPreview } from './preview.ts';
import { Strip } from './strip.tsx';

/** The desk: the master, and every bundle's cues. */
export function MixerView() {
  const { mixer: texts } = useTexts();
  const mixer = useMixer();
  const [filter, setFilter] = useState('');
  const [preview] = useState(createPreview);
  useEffect(() => preview.stop, [preview]);
  const shown = mixer ? filterMixer(mixer.bundles, (...hay) => matchesFilter(filter, ...hay)) : [];
  const hasFaders = mixer !== undefined && mixer.bundles.length > 0;
  return (
    <>
      <PageHeader
        title={texts.title}
        actions={hasFaders && <FilterBox value={filter} placeholder={texts.filterPlaceholder} onChange={setFilter} />}
      >
        <StaleTag />
      </PageHeader>
      <div className="grid max-w-[1180px] grid-cols-[minmax(0,1fr)] gap-3">
        {hasFaders && (
          <section
            aria-label={texts.master}
            className="sticky top-0 z-10 rounded-lg border border-edge bg-s2 shadow-[0_-14px_0_var(--bg)]"
          >
            <Strip strip={mixer.master} name={texts.master} title={<h2 className="text-lg font-semibold">{texts.master}</h2>} />
          </section>
        )}
        {shown.map((strip) => (
          <BundleMixer key={strip.name} strip={strip} preview={preview} />
        ))}
        {shown.length === 0 && <Nothing isKnown={mixer !== undefined} filter={filter} clear={() => setFilter('')} />}
        {hasFaders && <AutoplayNote />}
      </div>
    </>
  );
}

/** Where nothing is heard although every fader is open. */
function AutoplayNote() {
  const { mixer: texts } = useTexts();
  const wasTouched = useSyncExternalStore(followGestures, hasGesture, () => true);
  return (
    <p className="flex items-start gap-2 text-sm text-mute">
      <Volume2 size={15} aria-hidden className="mt-0.5 shrink-0" />
      <span>
        {!wasTouched && <span className="text-warn">{texts.tabIsSilent} </span>}
        {texts.autoplay}
      </span>
    </p>
  );
}

function followGestures(tell: () => void): () => void {
  const kinds = ['pointerup', 'keyup'] as const;
  kinds.forEach((kind) => addEventListener(kind, tell));
  return () => kinds.forEach((kind) => removeEventListener(kind, tell));
}

/** Older browsers can't tell; then nothing is claimed. */
function hasGesture(): boolean {
  return (navigator as Partial<Navigator>).userActivation?.hasBeenActive ?? true;
}

function Nothing({ isKnown, filter, clear }: { isKnown: boolean; filter: string; clear: () => void }) {
  const { mixer: texts, nothingMatches, nothingMatchesHint, clearFilter } = useTexts();
  if (!isKnown) return <NotYet />;
  if (filter === '') return <EmptyState icon={<SlidersHorizontal size={22} />} title={texts.empty} text={texts.emptyText} />;
  return (
    <EmptyState icon={<SearchX size={22} />} title={nothingMatches(filter)} text={nothingMatchesHint}>
      <Button onClick={clear}>{clearFilter}</Button>
    </EmptyState>
  );
}

function NotYet() {
  const { mixer: texts, connection, workspace } = useTexts();
  if (useLive().state === 'unavailable')
    return <EmptyState live icon={<Unplug size={22} />} title={texts.unavailable} text={connection.noClient} />;
  return (
    <div role="status" className="grid gap-3">
      <span className="sr-only">{workspace.loading}</span>
      {[0, 1].map((index) => (
        <div key={index} className="shimmer h-[52px] rounded-lg border border-line" />
      ))}
    </div>
  );
}
