'use client';

import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { grantKinds, type GrantKind, type GrantRule } from '#contract/access';
import { Button } from '../../_ui/button.tsx';
import { Labelled, TextInput } from '../../_ui/labelled.tsx';
import { Picker } from '../../_ui/picker.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../_ui/use-now.ts';
import { ExpiryPicker, expiryOf, useExpiry } from './expiry-picker.tsx';
import { useGrantNames } from './use-grant-names.ts';
import { useSuggestions } from './use-suggestions.ts';

type GrantFormProps = {
  kinds?: readonly GrantKind[];
  /** Absent: the rule says itself how long and at what level it counts. */
  fixedLevel?: GrantRule['level'];
  disabled?: boolean;
  onAdd: (rule: GrantRule) => void;
  /** Something is typed here that isn't added yet: a form around it must not leave it behind. */
  onTyping?: (isTyping: boolean) => void;
};

/** One allow rule: what, which ones of it, for seeing or steering, until when. */
export function GrantForm({ kinds = grantKinds, fixedLevel, disabled = false, onAdd, onTyping }: GrantFormProps) {
  const { access: texts } = useTexts();
  const { meant } = useGrantNames();
  const id = useId();
  const [kind, setKind] = useState<GrantKind>(kinds[0] ?? 'workspace');
  const [pattern, setPattern] = useState('');
  const [level, setLevel] = useState<GrantRule['level']>('read');
  const expiry = useExpiry('never');
  const expiresAt = expiryOf(expiry.value, useNow());
  const type = (text: string) => {
    setPattern(text);
    onTyping?.(text.trim() !== '');
  };
  const add = () => {
    const until = expiryOf(expiry.value, Date.now());
    if (until === 'invalid' || pattern.trim() === '') return;
    onAdd({ kind, pattern: meant(kind, pattern), level: fixedLevel ?? level, ...(until !== undefined && { expiresAt: until }) });
    type('');
  };
  return (
    <div
      role="group"
      aria-label={texts.add}
      className="flex flex-wrap items-end gap-2"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        add();
      }}
    >
      <Labelled id={`${id}-kind`} label={texts.kind}>
        <Picker
          id={`${id}-kind`}
          label={texts.kind}
          value={kind}
          options={kinds.map((value) => ({ value, label: texts.kinds[value] }))}
          onChange={setKind}
        />
      </Labelled>
      <Pattern id={id} kind={kind} value={pattern} onChange={type} />
      {fixedLevel === undefined && (
        <Labelled id={`${id}-level`} label={texts.level}>
          <Picker
            id={`${id}-level`}
            label={texts.level}
            value={level}
            options={(['read', 'write'] as const).map((value) => ({ value, label: texts.levels[value] }))}
            onChange={setLevel}
          />
        </Labelled>
      )}
      {fixedLevel === undefined && <ExpiryPicker label={texts.expires} value={expiry.value} onChange={expiry.set} />}
      <Button
        disabled={disabled || pattern.trim() === '' || expiresAt === 'invalid'}
        icon={<Plus size={15} aria-hidden />}
        onClick={add}
      >
        {texts.take}
      </Button>
    </div>
  );
}

type PatternProps = { id: string; kind: GrantKind; value: string; onChange: (value: string) => void };

function Pattern({ id, kind, value, onChange }: PatternProps) {
  const { access: texts } = useTexts();
  const suggestions = useSuggestions(kind);
  const { example, shownName } = useGrantNames();
  return (
    <Labelled id={`${id}-pattern`} label={texts.pattern} className="flex-1 basis-48">
      <TextInput
        id={`${id}-pattern`}
        list={`${id}-suggestions`}
        value={value}
        placeholder={example(kind)}
        title={texts.patternHint}
        maxLength={512}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={`${id}-suggestions`}>
        {suggestions.map((suggestion) => (
          <option key={suggestion} value={shownName({ kind, pattern: suggestion })} />
        ))}
      </datalist>
    </Labelled>
  );
}
