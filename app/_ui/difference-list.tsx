'use client';

import type { JsonDifference } from '../_data/json/json-differences.ts';
import { showPath } from '../_data/json/json-at.ts';
import { JsonText } from './json-text.tsx';
import { useTexts } from './texts/texts-provider.tsx';

/** Places that differ, each with what it was and what it is: signs and words, since red and green mean air and ready. */
export function DifferenceList({ differences, most = 100 }: { differences: readonly JsonDifference[]; most?: number }) {
  const { replicants: texts } = useTexts();
  const left = differences.length - most;
  return (
    <ul className="grid gap-px overflow-hidden rounded-md border border-line bg-line">
      {differences.slice(0, most).map((difference) => (
        <Difference key={difference.path.join('\u0000')} difference={difference} />
      ))}
      {left > 0 && <li className="bg-s1 px-3 py-1.5 text-sm text-mute">{texts.difference.more(left)}</li>}
    </ul>
  );
}

function Difference({ difference: { path, before, after } }: { difference: JsonDifference }) {
  const { replicants: texts } = useTexts();
  return (
    <li className="grid grid-cols-[minmax(0,2fr)_minmax(0,5fr)] gap-x-3 bg-s1 px-3 py-1.5 max-sm:grid-cols-1">
      <span dir="auto" className="font-mono text-sm text-mute [overflow-wrap:anywhere]">
        {showPath(path, texts.wholeValue)}
      </span>
      <span className="grid min-w-0 gap-0.5">
        {before !== undefined && (
          <span className="flex min-w-0 gap-2">
            <b aria-label={texts.difference.removed} className="w-3 shrink-0 text-center text-mute">
              −
            </b>
            <JsonText value={before} length={400} className="min-w-0 line-through decoration-mute/60 [overflow-wrap:anywhere]" />
          </span>
        )}
        {after !== undefined && (
          <span className="flex min-w-0 gap-2">
            <b aria-label={texts.difference.added} className="w-3 shrink-0 text-center text-text">
              +
            </b>
            <JsonText value={after} length={400} className="min-w-0 [overflow-wrap:anywhere]" />
          </span>
        )}
      </span>
    </li>
  );
}
