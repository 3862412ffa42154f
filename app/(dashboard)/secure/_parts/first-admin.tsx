'use client';

import { useMutation } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useId, useState } from 'react';
import { toast } from 'sonner';
import { nameOf } from '../../../_data/people.ts';
import { useRefreshPeople, useUsers } from '../../../_data/use-people.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { useTRPC } from '../../../_trpc/trpc.ts';
import { Button } from '../../../_ui/button.tsx';
import { Labelled, TextInput } from '../../../_ui/labelled.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

/** The first administrator's account, or whose it is. */
export function FirstAdmin() {
  const { secure: texts, workspace } = useTexts();
  const { data, error } = useUsers();
  const admin = data?.find(({ role, reach, disabledAt }) => role === 'ADMIN' && reach === 'all' && disabledAt === undefined);
  if (data === undefined) return <p className="text-sm text-mute">{error ? error.message : workspace.loading}</p>;
  if (!admin) return <Form />;
  return (
    <p className="flex items-center gap-2 text-sm">
      <CircleCheck size={17} aria-hidden className="shrink-0 text-ready" />
      <span dir="auto">{texts.adminDone(nameOf(admin))}</span>
    </p>
  );
}

function Form() {
  const { secure: texts } = useTexts();
  const trpc = useTRPC();
  const refresh = useRefreshPeople();
  const create = useMutation(
    trpc.user.createFirst.mutationOptions({
      onSuccess: ({ username }) => (toast.success(texts.created(username)), refresh()),
      gcTime: 0,
    }),
  );
  const id = useId();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const canAct = useCanAct();
  const differs = repeated !== '' && repeated !== password;
  const isWhole = username.trim() !== '' && password !== '' && repeated === password;
  return (
    <form
      className="grid max-w-[560px] gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole) create.mutate({ username: username.trim(), password });
      }}
    >
      <Labelled id={id} label={texts.username}>
        <TextInput
          id={id}
          autoComplete="username"
          maxLength={64}
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
      </Labelled>
      <div className="grid gap-3 sm:grid-cols-2">
        <Labelled id={`${id}-password`} label={texts.password} hint={texts.passwordHint}>
          <Password id={`${id}-password`} value={password} onChange={setPassword} hintId={`${id}-password-hint`} />
        </Labelled>
        <Labelled id={`${id}-again`} label={texts.repeat} {...(differs && { hint: texts.differs })}>
          <Password id={`${id}-again`} value={repeated} onChange={setRepeated} hintId={`${id}-again-hint`} isWrong={differs} />
        </Labelled>
      </div>
      <Refusal reason={create.error?.message} />
      <Button type="submit" tone="primary" className="justify-self-start" disabled={!canAct || !isWhole || create.isPending}>
        {texts.create}
      </Button>
    </form>
  );
}

type PasswordProps = { id: string; value: string; onChange: (value: string) => void; hintId: string; isWrong?: boolean };

function Password({ id, value, onChange, hintId, isWrong = false }: PasswordProps) {
  return (
    <TextInput
      id={id}
      type="password"
      autoComplete="new-password"
      aria-describedby={hintId}
      aria-invalid={isWrong}
      maxLength={72}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
