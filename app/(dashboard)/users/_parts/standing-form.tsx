'use client';

import { useId, useState } from 'react';
import { userRoles, type Reach, type Role } from '#contract/access';
import type { UserView } from '#contract/identity';
import { useStanding } from '../../../_data/use-people.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { Button } from '../../../_ui/button.tsx';
import { ChoiceCards } from '../../../_ui/choice-cards.tsx';
import { Labelled, TextInput } from '../../../_ui/labelled.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Part } from './part.tsx';

/** Role, reach and shown name of a user. Nothing counts before it is saved. */
export function StandingForm({ user }: { user: UserView }) {
  const { people: texts } = useTexts();
  const id = useId();
  const [role, setRole] = useState(user.role);
  const [reach, setReach] = useState(user.reach);
  const [displayName, setDisplayName] = useState(user.displayName ?? '');
  const standing = useStanding(user);
  const changes = {
    ...(role !== user.role && { role }),
    ...(reach !== user.reach && { reach }),
    ...(displayName.trim() !== (user.displayName ?? '') && { displayName: displayName.trim() }),
  };
  const canAct = useCanAct();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void standing.save(changes);
      }}
    >
      <Part title={texts.standing}>
        <StandingFields role={role} reach={reach} onRole={setRole} onReach={setReach} />
        <div className="grid justify-items-start gap-3">
          <Labelled id={id} label={texts.displayName} hint={texts.displayNameText} className="w-full max-w-[460px]">
            <TextInput
              id={id}
              aria-describedby={`${id}-hint`}
              value={displayName}
              maxLength={100}
              placeholder={user.username}
              onChange={(event) => setDisplayName(event.target.value)}
            />
          </Labelled>
          <Button type="submit" tone="primary" disabled={!canAct || standing.pending || Object.keys(changes).length === 0}>
            {texts.save}
          </Button>
        </div>
        <Refusal reason={standing.refusal} />
      </Part>
    </form>
  );
}

type StandingFieldsProps = { role: Role; reach: Reach; onRole: (role: Role) => void; onReach: (reach: Reach) => void };

/** What somebody may do, and where. */
export function StandingFields({ role, reach, onRole, onReach }: StandingFieldsProps) {
  const { access: texts, top } = useTexts();
  return (
    <>
      <ChoiceCards
        label={texts.role}
        value={role}
        options={[...userRoles].reverse().map((value) => ({ value, label: top.roles[value], text: texts.roleTexts[value] }))}
        onChange={onRole}
      />
      <ChoiceCards
        label={texts.reach}
        value={reach}
        options={(['all', 'granted'] as const).map((value) => ({
          value,
          label: texts.reaches[value],
          text: texts.reachTexts[value],
        }))}
        onChange={onReach}
      />
    </>
  );
}
