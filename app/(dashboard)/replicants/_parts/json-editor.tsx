'use client';

import { useId, useRef } from 'react';
import type { Json } from '#contract/json';
import { showPath } from '../../../_data/json/json-at.ts';
import { locateJsonError, type JsonProblem } from '../../../_data/json/locate-json-error.ts';
import type { RefusedPlace } from '../../../_data/json/refused-places.ts';
import { printJson } from '../../../_data/json/show-json.ts';
import { Button } from '../../../_ui/button.tsx';
import { classNames } from '../../../_ui/class-names.ts';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import type { DraftOfReplicant } from './use-draft.ts';

type JsonEditorProps = { draft: DraftOfReplicant; places: RefusedPlace[] };

/** The value as text. What isn't JSON yet is kept as it is, with the place where it stops being JSON. */
export function JsonEditor({ draft, places }: JsonEditorProps) {
  const { replicants: texts } = useTexts();
  const input = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const text = draft.text ?? printJson(draft.part);
  const problem = locateJsonError(text);
  const change = (next: string) => {
    draft.setText(next);
    if (locateJsonError(next) === undefined) draft.setAt(draft.scope, JSON.parse(next) as Json);
  };
  const goThere = (offset: number) => {
    input.current?.focus();
    input.current?.setSelectionRange(offset, offset + 1);
  };
  return (
    <div className="flex min-h-60 flex-1 flex-col gap-2">
      <textarea
        ref={input}
        value={text}
        spellCheck={false}
        dir="ltr"
        aria-label={texts.edit.jsonLabel}
        aria-invalid={problem !== undefined || places.length > 0}
        aria-describedby={id}
        onChange={(event) => change(event.target.value)}
        // Left as it was, the text follows the live value again.
        onBlur={() => !problem && !draft.draft && draft.setText(undefined)}
        className={classNames(
          'min-h-48 flex-1 resize-none rounded-md border bg-bg p-3 font-mono text-sm leading-5 text-text pointer-coarse:text-lg',
          problem || places.length > 0 ? 'border-warn' : 'border-line',
        )}
      />
      <div id={id} className="grid gap-1 text-sm text-warn">
        {problem && <Problem problem={problem} goThere={() => goThere(problem.offset)} />}
        {places.map(({ path, problem: said }) => (
          <p key={path.join('\u0000')} className="[overflow-wrap:anywhere]">
            <bdi className="font-mono font-semibold">{showPath(path, texts.wholeValue)}</bdi> {said}
          </p>
        ))}
      </div>
    </div>
  );
}

function Problem({ problem, goThere }: { problem: JsonProblem; goThere: () => void }) {
  const { edit } = useTexts().replicants;
  return (
    <p role="alert" className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <b className="tabular-nums">{edit.place(problem.line, problem.column)}:</b>
      <span>{edit.reasons[problem.reason]}</span>
      <Button onClick={goThere}>{edit.goThere}</Button>
    </p>
  );
}
