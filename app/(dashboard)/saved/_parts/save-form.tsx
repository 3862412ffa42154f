'use client';

import { BookmarkPlus } from 'lucide-react';
import { useId, useState } from 'react';
import { limits } from '#contract/limits';
import { isServerOwned } from '../../../_data/replicant-list.ts';
import { useSaveState } from '../../../_data/use-saved-states.ts';
import { useReplicants } from '../../../_data/use-replicants.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { useMay } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { Picker } from '../../../_ui/picker.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

const wholeShow = '';

/** Names what is live and keeps it. */
export function SaveForm() {
  const { saved: texts } = useTexts();
  const id = useId();
  const [name, setName] = useState('');
  const may = useMay();
  const maySaveShow = may('saved.change');
  const [chosen, setScope] = useState(wholeShow);
  const canAct = useCanAct();
  const save = useSaveState(() => setName(''));
  const namespaces = [...new Set((useReplicants().data ?? []).map(({ key }) => key.namespace))].filter(
    (one) => !isServerOwned(one) && may('saved.change', { kind: 'bundle', bundle: one }),
  );
  const scope = chosen === wholeShow && !maySaveShow ? (namespaces[0] ?? wholeShow) : chosen;
  const submit = () => save.mutate({ name: name.trim(), namespace: scope === wholeShow ? null : scope });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="grid gap-2.5 rounded-lg border border-line bg-s1 p-3.5"
    >
      <p className="text-sm text-mute">{texts.intro}</p>
      <div className="flex flex-wrap items-end gap-2.5">
        <span className="grid min-w-0 flex-1 basis-56 gap-1">
          <label htmlFor={id} className="text-sm font-semibold">
            {texts.name}
          </label>
          <input
            id={id}
            dir="auto"
            value={name}
            maxLength={limits.nameLength}
            placeholder={texts.namePlaceholder}
            onChange={(event) => setName(event.target.value)}
            className="h-8 w-full rounded-[7px] border border-line bg-bg px-2.5 text-sm text-text placeholder:text-faint pointer-coarse:h-11 pointer-coarse:text-lg"
          />
        </span>
        <span className="grid min-w-0 gap-1">
          <label htmlFor={`${id}-scope`} className="text-sm font-semibold">
            {texts.scope}
          </label>
          <Picker
            id={`${id}-scope`}
            label={texts.scope}
            value={scope}
            options={[
              ...(maySaveShow ? [{ value: wholeShow, label: texts.show }] : []),
              ...namespaces.map((value) => ({ value, label: value })),
            ]}
            onChange={setScope}
            className="max-w-60"
          />
        </span>
        <Button
          type="submit"
          tone="primary"
          disabled={!canAct || name.trim() === '' || save.isPending}
          icon={<BookmarkPlus size={15} aria-hidden />}
        >
          {texts.save}
        </Button>
      </div>
      <Refusal reason={save.error?.message} />
    </form>
  );
}
