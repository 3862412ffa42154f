'use client';

import { KeyRound } from 'lucide-react';
import { useId, useState } from 'react';
import { grantKinds, type GrantKind, type GrantRule } from '#contract/access';
import { keyKinds, type KeyKind } from '#contract/identity';
import { sameRule } from '../../../_data/people.ts';
import { useCreateKey } from '../../../_data/use-keys.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { useMay } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { ChoiceCards } from '../../../_ui/choice-cards.tsx';
import { Labelled, TextInput } from '../../../_ui/labelled.tsx';
import { Picker } from '../../../_ui/picker.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../../_ui/use-now.ts';
import { ExpiryPicker, expiryOf, useExpiry } from '../../_people/expiry-picker.tsx';
import { GrantForm } from '../../_people/grant-form.tsx';
import { GrantList } from '../../_people/grant-list.tsx';
import { MadeKey } from './made-key.tsx';

const kindsOf: Record<KeyKind, readonly GrantKind[]> = {
  token: grantKinds.filter((kind) => kind !== 'graphic'),
  graphics: ['graphic', 'replicant', 'assets', 'bundle'],
};

/** Makes a key, and shows it the one time that it can be shown. */
export function KeyForm({ close }: { close: () => void }) {
  const create = useCreateKey();
  return (
    <section className="grid gap-3 rounded-lg border border-line bg-s1 p-3.5">
      {create.data ? <MadeKey made={create.data} done={close} /> : <Form create={create} close={close} />}
    </section>
  );
}

function Form({ create, close }: { create: ReturnType<typeof useCreateKey>; close: () => void }) {
  const { keys: texts, access, cancel } = useTexts();
  const id = useId();
  // Only who manages keys hands out tokens.
  const kinds = useMay()('key.manage') ? keyKinds : (['graphics'] as const);
  const [kind, setKind] = useState<KeyKind>(kinds[0] ?? 'graphics');
  const [name, setName] = useState('');
  const [level, setLevel] = useState<GrantRule['level']>('read');
  const [grants, setGrants] = useState<GrantRule[]>([]);
  const [isTyping, setTyping] = useState(false);
  const expiry = useExpiry('never');
  const canAct = useCanAct();
  const now = useNow();
  const submit = () => {
    const expiresAt = expiryOf(expiry.value, Date.now());
    if (expiresAt === 'invalid') return;
    const rules = grants.map((rule) => ({ ...rule, level }));
    create.mutate({ kind, name: name.trim(), level, grants: rules, ...(expiresAt !== undefined && { expiresAt }) });
  };
  const add = (rule: GrantRule) => setGrants([...grants.filter((one) => !sameRule(one, rule)), rule]);
  const isValid = name.trim() !== '' && grants.length > 0 && !isTyping && expiryOf(expiry.value, now) !== 'invalid';
  return (
    <form
      aria-label={texts.make}
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 className="text-lg font-semibold">{texts.make}</h2>
      <ChoiceCards
        label={texts.kind}
        value={kind}
        options={kinds.map((value) => ({ value, label: texts.kinds[value], text: texts.kindTexts[value] }))}
        onChange={(next) => {
          setKind(next);
          setTyping(false);
          setGrants(grants.filter((rule) => kindsOf[next].includes(rule.kind)));
        }}
      />
      <div className="flex flex-wrap items-end gap-2">
        <Labelled id={id} label={texts.name} className="flex-1 basis-52">
          <TextInput
            id={id}
            autoFocus
            value={name}
            maxLength={100}
            placeholder={texts.namePlaceholder}
            onChange={(event) => setName(event.target.value)}
          />
        </Labelled>
        <Labelled id={`${id}-level`} label={access.level}>
          <Picker
            id={`${id}-level`}
            label={access.level}
            value={level}
            options={(['read', 'write'] as const).map((value) => ({ value, label: access.levels[value] }))}
            onChange={setLevel}
          />
        </Labelled>
        <ExpiryPicker label={access.expires} value={expiry.value} onChange={expiry.set} />
      </div>
      <div className="grid gap-1.5">
        <h3 className="text-sm font-semibold">{texts.scope}</h3>
        <p className="text-sm text-mute">{texts.scopeText}</p>
        {grants.length > 0 && (
          <GrantList
            grants={grants.map((rule) => ({ ...rule, level }))}
            onRemove={(rule) => setGrants(grants.filter((one) => !(one.kind === rule.kind && one.pattern === rule.pattern)))}
          />
        )}
        <GrantForm key={kind} kinds={kindsOf[kind]} fixedLevel="read" onAdd={add} onTyping={setTyping} />
        {isTyping && <p className="text-sm text-warn">{access.addFirst}</p>}
        {grants.length === 0 && !isTyping && <p className="text-sm text-mute">{texts.needsScope}</p>}
      </div>
      <Refusal reason={create.error?.message} />
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          tone="primary"
          disabled={!canAct || !isValid || create.isPending}
          icon={<KeyRound size={15} aria-hidden />}
        >
          {texts.create}
        </Button>
        <Button onClick={close}>{cancel}</Button>
      </div>
    </form>
  );
}
