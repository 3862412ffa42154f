'use client';

import type { KeyboardEvent } from 'react';
import type { ReplicantSummary } from '#contract/inspect';
import type { Json } from '#contract/json';
import type { Snapshot } from '#contract/replicant';
import { formatSize } from '../../../_data/amounts.ts';
import { isLargerThan } from '../../../_data/json/is-larger-than.ts';
import { showPath } from '../../../_data/json/json-at.ts';
import { jsonDifferences } from '../../../_data/json/json-differences.ts';
import { isServerOwned } from '../../../_data/replicant-list.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import type { LiveSnapshot } from '../../../_live/use-live-snapshot.ts';
import { Button } from '../../../_ui/button.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { Segmented } from '../../../_ui/segmented.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { locateJsonError } from '../../../_data/json/locate-json-error.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import { FormScope, schemaAt } from './form-scope.tsx';
import { JsonEditor } from './json-editor.tsx';
import { SchemaField } from './schema-field.tsx';
import { useDraft, type DraftOfReplicant } from './use-draft.ts';
import { useMayWrite } from './use-may-write.ts';
import { usePutLive, type PutRefusal } from './use-put-live.ts';

/** More than this is edited in parts. */
const mostEdited = 200_000;

type EditTabProps = { summary: ReplicantSummary; live: LiveSnapshot; schema: Json | undefined };

/** Edits a replicant as a form or as JSON. Nothing is live until it is put live; what others do meanwhile costs nothing that was typed. */
export function EditTab({ summary, live, schema }: EditTabProps) {
  const { replicants: texts, access } = useTexts();
  const mayWrite = useMayWrite(summary.key);
  if (isServerOwned(summary.key.namespace)) return <p className="max-w-prose text-mute">{texts.serverOwned}</p>;
  if (!mayWrite) return <p className="max-w-prose text-mute">{access.readOnly}</p>;
  if (!live.snapshot) return null;
  return <Editor summary={summary} current={live.snapshot} schema={schema} />;
}

type EditorProps = { summary: ReplicantSummary; current: Snapshot; schema: Json | undefined };

function Editor({ summary: { key }, current, schema }: EditorProps) {
  const { replicants: texts } = useTexts();
  const draft = useDraft(key, current);
  const live = usePutLive(key);
  const isText = draft.text !== undefined && locateJsonError(draft.text) !== undefined;
  const isMarked = isText || draft.badPlaces.length > 0;
  const canAct = useCanAct();
  const isTooLarge = isLargerThan(draft.part, mostEdited);
  const put = () => {
    const wanted = { base: draft.mode === 'json' && draft.draft ? draft.draft.base : current, value: wantedOf(draft) };
    return draft.put(wanted.value, () => live.put(wanted));
  };
  const mayPut = canAct && draft.draft !== undefined && !isMarked && !draft.isPutting && !draft.conflict;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (mayPut) void put();
  };
  return (
    <div className="flex min-h-full max-w-[900px] flex-col gap-3" onKeyDown={onKeyDown}>
      <Head draft={draft} schema={schema} isText={isText} isMarked={isMarked} />
      {draft.draft && draft.isMoved && <ConflictNotice summaryKey={key} draft={draft} current={current} />}
      {isTooLarge ? (
        <p className="rounded-md border border-line bg-s2 px-3 py-2 text-mute">
          {texts.edit.tooLarge(formatSize(sizeOf(draft.part)))}
        </p>
      ) : (
        <FormScope value={{ places: live.refusal?.places ?? [], typed: draft.typed, setTyped: draft.setTyped }}>
          {draft.mode === 'json' ? (
            <JsonEditor draft={draft} places={live.refusal?.places ?? []} />
          ) : (
            <SchemaField
              schema={schemaAt(schema, draft.scope, draft.value)}
              value={draft.part}
              path={draft.scope}
              label={showPath(draft.scope, key.name)}
              onChange={(next, path) => {
                live.clear();
                draft.setAt(path, next);
              }}
            />
          )}
        </FormScope>
      )}
      <Foot draft={draft} current={current} refusal={live.refusal} put={() => void put()} mayPut={mayPut} isMarked={isMarked} />
    </div>
  );
}

/** A text's draft is made of the state it began with: the server is told so, and what others changed since is merged on a refusal. */
function wantedOf(draft: DraftOfReplicant): Json | undefined {
  return draft.mode === 'json' && draft.draft ? draft.draft.value : draft.value;
}

function sizeOf(value: Json | undefined): number {
  return value === undefined ? 0 : JSON.stringify(value).length;
}

type HeadProps = { draft: DraftOfReplicant; schema: Json | undefined; isText: boolean; isMarked: boolean };

function Head({ draft, schema, isText, isMarked }: HeadProps) {
  const { replicants: texts } = useTexts();
  const { edit } = texts;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Segmented
        label={edit.mode}
        value={draft.mode}
        options={[
          { value: 'form', label: edit.form },
          { value: 'json', label: edit.json },
        ]}
        // What is no value yet has no form, and no place in a text.
        onChange={(mode) => !isMarked && draft.setMode(mode)}
      />
      {draft.mode === 'form' && (
        <span className="text-sm text-mute">{schema === undefined ? edit.fromValue : edit.fromSchema}</span>
      )}
      {draft.scope.length > 0 && (
        <span className="flex min-w-0 flex-wrap items-center gap-2 text-sm">
          <bdi className="min-w-0 font-semibold [overflow-wrap:anywhere]">{edit.part(showPath(draft.scope))}</bdi>
          <Button onClick={draft.showWhole} disabled={isText}>
            {edit.whole}
          </Button>
        </span>
      )}
    </div>
  );
}

type FootProps = {
  draft: DraftOfReplicant;
  current: Snapshot;
  refusal: PutRefusal | undefined;
  put: () => void;
  mayPut: boolean;
  isMarked: boolean;
};

function Foot({ draft, current, refusal, put, mayPut, isMarked }: FootProps) {
  const { replicants: texts, waitsForConnection } = useTexts();
  const { edit } = texts;
  const canAct = useCanAct();
  const changes = draft.draft ? jsonDifferences(current.value, draft.value, { limit: 100 }).length : 0;
  return (
    <div className="sticky -bottom-3 -mx-3 mt-auto grid gap-2 border-t border-line bg-s1 p-3">
      <Refusal reason={refusal?.message} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button tone="primary" keys="Ctrl ↵" aria-keyshortcuts="Control+Enter Meta+Enter" disabled={!mayPut} onClick={put}>
          {draft.isPutting ? edit.saving : edit.save}
        </Button>
        <Button disabled={!draft.isUnsaved || draft.isPutting} onClick={draft.discard}>
          {edit.discard}
        </Button>
        <span role="status" className="min-w-0 text-sm text-mute">
          {!canAct
            ? waitsForConnection
            : isMarked
              ? invalidIn(draft, edit.invalid)
              : changes > 0
                ? edit.changes(changes)
                : edit.nothing}
        </span>
      </div>
    </div>
  );
}

/** Says where, because the field may be far away. */
function invalidIn({ badPlaces: [first = []] }: DraftOfReplicant, text: string): string {
  return first.length === 0 ? text : `${text} (${showPath(first)})`;
}
