'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { SavedComparison, SavedDifference, SavedState } from '#contract/saved-state';
import { jsonDifferences } from '../../../_data/json/json-differences.ts';
import { replicantHref } from '../../../_data/replicant-list.ts';
import { useSavedComparison } from '../../../_data/use-saved-states.ts';
import { DifferenceList } from '../../../_ui/difference-list.tsx';
import { Picker } from '../../../_ui/picker.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

const now = '';
/** Replicants named at once. */
const firstShown = 50;

/** What differs between a saved state and what is live, or another one: by replicant, then by place. */
export function Comparison({ state, others, label }: { state: SavedState; others: SavedState[]; label: string }) {
  const { saved: texts, workspace } = useTexts();
  const [against, setAgainst] = useState(now);
  const { data, error } = useSavedComparison(state.id, against === now ? undefined : against);
  return (
    <section aria-label={label} className="grid gap-2.5 border-t border-line p-3.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        <span className="text-mute">{texts.compareWith}</span>
        <Picker
          label={texts.compareWith}
          value={against}
          options={[{ value: now, label: texts.live }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={setAgainst}
          className="max-w-72"
        />
        {data && <Counts comparison={data} />}
      </div>
      {error && <Refusal reason={error.message} />}
      {!data && !error && <p className="text-sm text-mute">{workspace.loading}</p>}
      {data && <Differences comparison={data} />}
    </section>
  );
}

function Counts({ comparison: { differences, same } }: { comparison: SavedComparison }) {
  const { saved: texts } = useTexts();
  const count = (state: SavedDifference['state']) => differences.filter((difference) => difference.state === state).length;
  return (
    <span className="font-semibold tabular-nums">{texts.counts(count('changed'), count('added'), count('removed'), same)}</span>
  );
}

function Differences({ comparison: { differences, left } }: { comparison: SavedComparison }) {
  const { saved: texts, replicants: words } = useTexts();
  const [shown, setShown] = useState(firstShown);
  if (differences.length === 0) return <p className="text-sm text-mute">{texts.allSame}</p>;
  const more = differences.length - shown;
  return (
    <ul className="grid gap-2">
      {differences.slice(0, shown).map((difference) => (
        <li key={`${difference.key.namespace}\u0000${difference.key.name}`}>
          <OneDifference difference={difference} />
        </li>
      ))}
      {more > 0 && (
        <li>
          <button
            type="button"
            onClick={() => setShown(shown + firstShown)}
            className="min-h-8 text-sm font-semibold text-link hover:underline pointer-coarse:min-h-11"
          >
            {words.edit.more(more)}
          </button>
        </li>
      )}
      {left > 0 && <li className="text-sm text-mute">{texts.left(left)}</li>}
    </ul>
  );
}

function OneDifference({ difference }: { difference: SavedDifference }) {
  const { saved: texts } = useTexts();
  const { key, state, before, after, large } = difference;
  return (
    <details className="group rounded-md border border-line">
      <summary className="flex min-h-9 cursor-pointer list-none flex-wrap items-center gap-x-2.5 px-3 py-1 text-sm pointer-coarse:min-h-11">
        <ChevronRight size={15} aria-hidden className="shrink-0 text-mute group-open:rotate-90" />
        <Link
          href={replicantHref(key)}
          className="inline-flex min-h-6 min-w-0 items-center font-semibold hover:underline pointer-coarse:min-h-11"
        >
          <bdi className="[overflow-wrap:anywhere]">{key.name}</bdi>
        </Link>
        <bdi className="min-w-0 text-mute [overflow-wrap:anywhere]">{key.namespace}</bdi>
        <span className="ml-auto text-mute">{texts.states[state]}</span>
      </summary>
      <div className="grid gap-2 px-3 pb-3">
        {state === 'added' ? (
          <p className="text-sm text-mute">{texts.addedHint}</p>
        ) : large ? (
          <p className="text-sm text-mute">{texts.largeHint}</p>
        ) : (
          <DifferenceList differences={jsonDifferences(before, after, { limit: 200 })} most={50} />
        )}
      </div>
    </details>
  );
}
