'use client';

import type { BundleStrip } from '../../../_data/mixer.ts';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { CueRow } from './cue-row.tsx';
import { ShareContext } from './heard.tsx';
import type { Preview } from './preview.ts';
import { Strip } from './strip.tsx';

/** A bundle's fader and its cues. */
export function BundleMixer({ strip, preview }: { strip: BundleStrip; preview: Preview }) {
  const { mixer: texts } = useTexts();
  const title = (
    <h2 dir="auto" title={strip.name} className="truncate text-lg font-semibold">
      {strip.name}
    </h2>
  );
  return (
    <article aria-label={strip.name} className="overflow-hidden rounded-lg border border-line bg-s1">
      <Strip strip={strip} name={texts.bundle(strip.name)} title={title} />
      <ShareContext value={strip.share}>
        <ul>
          {strip.cues.map((cue) => (
            <CueRow key={cue.name} bundle={strip.name} cue={cue} preview={preview} />
          ))}
        </ul>
      </ShareContext>
    </article>
  );
}
