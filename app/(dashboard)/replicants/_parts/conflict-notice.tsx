'use client';

import { Users } from 'lucide-react';
import { useState } from 'react';
import type { ReplicantKey, Snapshot } from '#contract/replicant';
import { showPath } from '../../../_data/json/json-at.ts';
import { jsonDifferences } from '../../../_data/json/json-differences.ts';
import { takeTheirs, type Overlap } from '../../../_data/json/merge-drafts.ts';
import { useReplicantHistory } from '../../../_data/use-replicants.ts';
import { Button } from '../../../_ui/button.tsx';
import { DifferenceList } from '../../../_ui/difference-list.tsx';
import { JsonText } from '../../../_ui/json-text.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useActorName } from './use-actor-name.ts';
import type { DraftOfReplicant } from './use-draft.ts';

type NoticeProps = { summaryKey: ReplicantKey; draft: DraftOfReplicant; current: Snapshot };

/** Somebody else was here: who, what they changed, and, where both changed the same, whose counts. */
export function ConflictNotice({ summaryKey, draft, current }: NoticeProps) {
  const { replicants: texts } = useTexts();
  const since = draft.draft?.since ?? current;
  const who = useWho(summaryKey, since, current);
  const theirs = jsonDifferences(since.value, current.value, { limit: 20 });
  return (
    <section
      role="status"
      aria-label={texts.conflict.title(who)}
      className={`grid gap-2.5 rounded-md border bg-s2 p-3 ${draft.conflict ? 'border-warn/60' : 'border-line'}`}
    >
      <h3 className="flex items-center gap-2 font-semibold">
        <Users size={16} aria-hidden className={draft.conflict ? 'text-warn' : 'text-mute'} />
        <bdi className="min-w-0 [overflow-wrap:anywhere]">{texts.conflict.title(who)}</bdi>
      </h3>
      <p className="text-sm text-mute">
        {theirs.length === 0 ? texts.conflict.none : draft.conflict ? texts.conflict.text : texts.conflict.onTop}
      </p>
      {theirs.length > 0 && <DifferenceList differences={theirs} most={5} />}
      {draft.conflict ? (
        <Decision draft={draft} current={current} overlaps={draft.conflict.overlaps} />
      ) : (
        <span>
          <Button disabled={draft.isPutting} onClick={draft.discard}>
            {texts.conflict.theirs}
          </Button>
        </span>
      )}
    </section>
  );
}

function useWho(key: ReplicantKey, since: Snapshot, current: Snapshot): string {
  const { replicants: texts } = useTexts();
  const { entries } = useReplicantHistory(key, current.revision);
  const nameOf = useActorName();
  const names = new Set((entries ?? []).filter(({ revision }) => revision > since.revision).map(({ actor }) => nameOf(actor)));
  return names.size === 0 ? texts.conflict.somebody : [...names].slice(0, 3).join(', ');
}

type DecisionProps = { draft: DraftOfReplicant; current: Snapshot; overlaps: Overlap[] };

function Decision({ draft, current, overlaps }: DecisionProps) {
  const { conflict: texts } = useTexts().replicants;
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set());
  const idOf = ({ path }: Overlap) => path.join('\u0000');
  const choose = (overlap: Overlap, isTheirs: boolean) =>
    setTheirs((before) => {
      const next = new Set(before);
      if (isTheirs) next.add(idOf(overlap));
      else next.delete(idOf(overlap));
      return next;
    });
  const merged = () =>
    overlaps
      .filter((overlap) => theirs.has(idOf(overlap)))
      .reduce((value, overlap) => takeTheirs(value, overlap), draft.conflict?.merged);
  return (
    <>
      <p className="text-sm text-mute">{texts.both}</p>
      <ul className="grid gap-2">
        {overlaps.map((overlap) => (
          <Choice
            key={idOf(overlap)}
            overlap={overlap}
            isTheirs={theirs.has(idOf(overlap))}
            choose={(isTheirs) => choose(overlap, isTheirs)}
          />
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" disabled={draft.isPutting} onClick={() => draft.settle(merged())}>
          {texts.merge}
        </Button>
        <Button title={texts.mineHint} disabled={draft.isPutting} onClick={() => draft.settle(draft.draft?.value)}>
          {texts.mine}
        </Button>
        <Button disabled={draft.isPutting} onClick={draft.discard}>
          {texts.theirs}
        </Button>
      </div>
      {current.value === undefined && <p className="text-sm text-mute">{texts.mineHint}</p>}
    </>
  );
}

type ChoiceProps = { overlap: Overlap; isTheirs: boolean; choose: (isTheirs: boolean) => void };

function Choice({ overlap, isTheirs, choose }: ChoiceProps) {
  const { replicants: texts } = useTexts();
  const place = showPath(overlap.path, texts.wholeValue);
  const options = [
    { isTheirs: false, label: texts.conflict.mineOption, value: overlap.mine },
    { isTheirs: true, label: texts.conflict.theirsOption, value: overlap.theirs },
  ];
  return (
    <li>
      <fieldset className="grid gap-1 rounded-md border border-line bg-s1 px-3 py-2">
        <legend className="float-left mb-1 w-full font-mono text-sm text-mute [overflow-wrap:anywhere]">
          <bdi>{place}</bdi>
        </legend>
        {options.map((option) => (
          <label key={option.label} className="flex min-h-7 min-w-0 items-center gap-2 text-sm pointer-coarse:min-h-11">
            <input
              type="radio"
              name={`overlap ${place}`}
              checked={option.isTheirs === isTheirs}
              onChange={() => choose(option.isTheirs)}
              className="size-4 shrink-0 accent-(--link)"
            />
            <span className="w-24 shrink-0">{option.label}</span>
            <JsonText value={option.value} length={200} className="min-w-0 [overflow-wrap:anywhere]" />
          </label>
        ))}
      </fieldset>
    </li>
  );
}
