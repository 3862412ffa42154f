'use client';

import { GitCompareArrows, PencilLine, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { limits } from '#contract/limits';
import type { SavedState } from '#contract/saved-state';
import { formatAgo, formatSize } from '../../../_data/amounts.ts';
import { useSavedActions } from '../../../_data/use-saved-states.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { useMay } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { Tag } from '../../../_ui/tag.tsx';
import { useLanguage, useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../../_ui/use-now.ts';
import { Comparison } from './comparison.tsx';

type Actions = ReturnType<typeof useSavedActions>;

/** One saved state: what it is, and what can be done with it. */
export function SavedCard({ state, others }: { state: SavedState; others: SavedState[] }) {
  const { saved: texts } = useTexts();
  const actions = useSavedActions(state);
  const [isComparing, setComparing] = useState(false);
  const [isNaming, setNaming] = useState(false);
  return (
    <article aria-label={state.name} className="rounded-lg border border-line bg-s1">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 p-3.5">
        <div className="grid min-w-0 flex-1 basis-72 gap-1">
          {isNaming ? <Naming state={state} actions={actions} close={() => setNaming(false)} /> : <Title state={state} />}
          <Facts state={state} />
        </div>
        <Tools
          state={state}
          actions={actions}
          isComparing={isComparing}
          compare={() => setComparing(!isComparing)}
          name={() => setNaming(!isNaming)}
        />
      </div>
      {actions.refusal !== undefined && (
        <div className="px-3.5 pb-3.5">
          <Refusal reason={actions.refusal} />
        </div>
      )}
      {isComparing && <Comparison state={state} others={others} label={texts.compareNamed(state.name)} />}
    </article>
  );
}

function Title({ state: { name, namespace } }: { state: SavedState }) {
  const { saved: texts } = useTexts();
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
      <h2 dir="auto" className="min-w-0 text-lg font-semibold [overflow-wrap:anywhere]">
        {name}
      </h2>
      {namespace === null ? (
        <Tag tone="off">{texts.show}</Tag>
      ) : (
        <bdi className="min-w-0 text-sm text-mute [overflow-wrap:anywhere]">{namespace}</bdi>
      )}
    </div>
  );
}

function Naming({ state, actions, close }: { state: SavedState; actions: Actions; close: () => void }) {
  const { saved: texts, cancel } = useTexts();
  const [name, setName] = useState(state.name);
  const submit = async () => {
    if (name.trim() === state.name || (await actions.rename(name.trim()))) close();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      className="flex flex-wrap gap-2"
    >
      <input
        autoFocus
        dir="auto"
        aria-label={texts.renameNamed(state.name)}
        value={name}
        maxLength={limits.nameLength}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && close()}
        className="h-8 min-w-0 flex-1 basis-40 rounded-[7px] border border-line bg-bg px-2.5 text-sm text-text pointer-coarse:h-11 pointer-coarse:text-lg"
      />
      <Button type="submit" tone="primary" disabled={name.trim() === '' || actions.pending}>
        {texts.renameSave}
      </Button>
      <Button onClick={close}>{cancel}</Button>
    </form>
  );
}

function Facts({ state: { at, actor, replicants, bytes } }: { state: SavedState }) {
  const { saved: texts, replicants: words, top } = useTexts();
  const language = useLanguage();
  const now = useNow();
  const age = formatAgo(now - at);
  const who = actor.id === 'local' ? top.localUser : actor.id;
  return (
    <p className="flex flex-wrap gap-x-3.5 gap-y-0.5 text-sm text-mute tabular-nums">
      <span>{texts.facts(replicants, formatSize(bytes))}</span>
      {now > 0 && (
        <time dateTime={new Date(at).toISOString()}>
          {new Date(at).toLocaleString(language === 'en' ? 'en-GB' : language, { dateStyle: 'medium', timeStyle: 'short' })} ·{' '}
          {age === '' ? words.now : words.ago(age)}
        </time>
      )}
      <bdi>{texts.by(who)}</bdi>
    </p>
  );
}

type ToolsProps = { state: SavedState; actions: Actions; isComparing: boolean; compare: () => void; name: () => void };

function Tools({ state, actions, isComparing, compare, name }: ToolsProps) {
  const { saved: texts } = useTexts();
  const disabled = !useCanAct() || actions.pending;
  const { namespace } = state;
  const mayChange = useMay()('saved.change', namespace === null ? undefined : { kind: 'bundle', bundle: namespace });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        aria-expanded={isComparing}
        aria-label={texts.compareNamed(state.name)}
        icon={<GitCompareArrows size={15} aria-hidden />}
        onClick={compare}
      >
        {texts.compare}
      </Button>
      {mayChange && (
        <>
          <Button
            disabled={disabled}
            aria-label={texts.restoreNamed(state.name)}
            icon={<RotateCcw size={15} aria-hidden />}
            onClick={() => void actions.restore()}
          >
            {texts.restore}
          </Button>
          <IconButton
            label={texts.renameNamed(state.name)}
            disabled={disabled}
            onClick={name}
            icon={<PencilLine size={15} aria-hidden />}
          />
          <IconButton
            label={texts.deleteNamed(state.name)}
            disabled={disabled}
            onClick={() => void actions.remove()}
            icon={<Trash2 size={15} aria-hidden />}
          />
        </>
      )}
    </div>
  );
}
