'use client';

import { Link2 } from 'lucide-react';
import { useId, useState } from 'react';
import type { GrantRule, Reach, Role } from '#contract/access';
import { sameRule } from '../../../_data/people.ts';
import { inviteLink, useInvite } from '../../../_data/use-invites.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { Button } from '../../../_ui/button.tsx';
import { Labelled, TextInput } from '../../../_ui/labelled.tsx';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../../_ui/use-now.ts';
import { ExpiryPicker, expiryOf, useExpiry } from '../../_people/expiry-picker.tsx';
import { GrantForm } from '../../_people/grant-form.tsx';
import { GrantList } from '../../_people/grant-list.tsx';
import { MadeLink } from './made-link.tsx';
import { StandingFields } from './standing-form.tsx';

/** Makes a link for somebody new: as what they come, and until when. */
export function InviteForm() {
  const invite = useInvite();
  const { people: texts } = useTexts();
  const { data } = invite;
  return (
    <section className="grid content-start gap-3 rounded-lg border border-line bg-s1 p-3.5">
      {data ? (
        <MadeLink
          heading="h2"
          title={texts.linkTitle(data.invite.label)}
          text={texts.linkText}
          label={texts.linkAddress}
          link={inviteLink(data.token)}
          done={invite.reset}
        />
      ) : (
        <Form invite={invite} />
      )}
    </section>
  );
}

function Form({ invite }: { invite: ReturnType<typeof useInvite> }) {
  const { people: texts, access } = useTexts();
  const id = useId();
  const [label, setLabel] = useState('');
  const [role, setRole] = useState<Role>('OPERATOR');
  const [reach, setReach] = useState<Reach>('all');
  const [grants, setGrants] = useState<GrantRule[]>([]);
  const [isTyping, setTyping] = useState(false);
  const expiry = useExpiry('week');
  const canAct = useCanAct();
  const now = useNow();
  const submit = () => {
    const expiresAt = expiryOf(expiry.value, Date.now());
    if (typeof expiresAt === 'number') invite.mutate({ label: label.trim(), standing: { role, reach, grants }, expiresAt });
  };
  const add = (rule: GrantRule) => setGrants([...grants.filter((one) => !sameRule(one, rule)), rule]);
  const isValid = label.trim() !== '' && !isTyping && expiryOf(expiry.value, now) !== 'invalid';
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div>
        <h2 className="text-lg font-semibold">{texts.invite}</h2>
        <p className="text-sm text-mute">{texts.inviteText}</p>
      </div>
      <div className="flex flex-wrap items-end gap-2">
        <Labelled id={id} label={texts.label} className="flex-1 basis-52">
          <TextInput
            id={id}
            value={label}
            maxLength={100}
            placeholder={texts.labelPlaceholder}
            onChange={(event) => setLabel(event.target.value)}
          />
        </Labelled>
        <ExpiryPicker label={texts.validFor} value={expiry.value} onChange={expiry.set} withNever={false} />
      </div>
      <StandingFields role={role} reach={reach} onRole={setRole} onReach={setReach} />
      <div className="grid gap-1.5">
        <h3 className="text-sm font-semibold">{access.grants}</h3>
        <GrantList grants={grants} onRemove={(rule) => setGrants(grants.filter((one) => one !== rule))} />
        <GrantForm onAdd={add} onTyping={setTyping} />
        {isTyping && <p className="text-sm text-warn">{access.addFirst}</p>}
        {reach === 'granted' && grants.length === 0 && <p className="text-sm text-warn">{access.guestNeedsGrants}</p>}
      </div>
      <Refusal reason={invite.error?.message} />
      <Button
        type="submit"
        tone="primary"
        className="justify-self-start"
        disabled={!canAct || !isValid || invite.isPending}
        icon={<Link2 size={15} aria-hidden />}
      >
        {texts.make}
      </Button>
    </form>
  );
}
