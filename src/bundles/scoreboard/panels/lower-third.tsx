import './lower-third.css';
import { useEffect, useState } from 'react';
import type { ReplicantValue } from '#bundles/sdk/index';
import type { Scoreboard } from '../bundle.ts';
import { send, serverNow, useConnected, useValue, write } from './parts/api.ts';
import { Button } from './parts/button.tsx';
import { texts } from './parts/language.ts';
import { mountPanel, Panel, Refusal } from './parts/panel.tsx';
import { Tally } from './parts/tally.tsx';
import { useCommand } from './parts/use-command.ts';
import { useDraft, type Draft } from './parts/use-draft.ts';
import { shiftLabel, useKeys } from './parts/use-keys.ts';
import { useOutput } from './parts/use-output.ts';

type LowerThird = ReplicantValue<Scoreboard, 'lowerThird'>;

const stayChoices = [null, 5, 8, 12, 20, 30];

function LowerThirdPanel() {
  const value = useValue('lowerThird');
  const connected = useConnected();
  const name = useDraft(value?.name ?? '');
  const role = useDraft(value?.role ?? '');
  const command = useCommand();

  const sendPerson = (message: 'lower-third.ready' | 'lower-third.take') => {
    if (!name.text.trim()) return command.refuse(texts.needsName);
    void command.run(async () => {
      const outcome = await send(message, { name: name.text, role: role.text });
      if (outcome.ok) [name, role].forEach((draft) => draft.discard());
      return outcome;
    });
  };
  const ready = () => sendPerson('lower-third.ready');
  const take = () => sendPerson('lower-third.take');
  const out = () => void command.run(() => send('lower-third.out', null));
  const stay = (autoOutSeconds: number | null) =>
    void command.run(() => write('lowerThird', (next) => void (next.autoOutSeconds = autoOutSeconds)));

  useKeys({ Enter: take, 'Shift+Enter': ready, Escape: out }, connected && value !== undefined);

  if (!value) return <Panel connected={connected} loaded={false} children={undefined} />;
  return (
    <Panel connected={connected} loaded>
      <Status value={value} />
      <Field label={texts.name} draft={name} maxLength={120} />
      <Field label={texts.role} draft={role} maxLength={160} />
      <div className="buttons">
        <Button onPress={ready} tone="ready" keyLabel={`${shiftLabel}↵`}>
          {texts.ready}
        </Button>
        <Button onPress={take} tone="air" keyLabel="↵">
          {texts.take}
        </Button>
        <Button onPress={out} keyLabel="Esc" disabled={value.state === 'out'}>
          {texts.out}
        </Button>
      </div>
      <Refusal reason={command.refusal} />
      <StayChoice seconds={value.autoOutSeconds} onChoose={stay} />
    </Panel>
  );
}

function Status({ value }: { value: LowerThird }) {
  const leftSeconds = useLeftSeconds(value);
  const output = useOutput('lower-third.html');
  const who = value.onAir?.name ?? (value.state === 'ready' ? value.name : '');
  return (
    <div className="status value" role="status">
      <Tally taken={value.onAir !== null} output={output} isReady={value.state === 'ready'} />
      <span className="grow ellipsis" dir="auto" title={who}>
        {who}
      </span>
      {leftSeconds !== undefined && (
        <span className="note" aria-hidden="true">
          {texts.leavesIn(leftSeconds)}
        </span>
      )}
    </div>
  );
}

/** Whole seconds until it leaves by itself; undefined while it doesn't. */
function useLeftSeconds({ onAir, autoOutSeconds }: LowerThird): number | undefined {
  const [, redraw] = useState(0);
  const counts = onAir !== null && autoOutSeconds !== null;
  useEffect(() => {
    if (!counts) return undefined;
    const timer = setInterval(() => redraw((times) => times + 1), 250);
    return () => clearInterval(timer);
  }, [counts]);
  if (!onAir || autoOutSeconds === null) return undefined;
  return Math.max(0, Math.ceil((onAir.since + autoOutSeconds * 1_000 - serverNow()) / 1_000));
}

function Field({ label, draft, maxLength }: { label: string; draft: Draft; maxLength: number }) {
  return (
    <label>
      {label}
      <input
        className="field"
        dir="auto"
        value={draft.text}
        maxLength={maxLength}
        onChange={(event) => draft.change(event.target.value)}
      />
    </label>
  );
}

function StayChoice({ seconds, onChoose }: { seconds: number | null; onChoose: (seconds: number | null) => void }) {
  const choices = stayChoices.includes(seconds) ? stayChoices : [...stayChoices, seconds];
  return (
    <label>
      {texts.leaves}
      <select
        className="field"
        value={seconds ?? ''}
        onChange={(event) => onChoose(event.target.value === '' ? null : Number(event.target.value))}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice ?? ''}>
            {choice === null ? texts.stays : texts.afterSeconds(choice)}
          </option>
        ))}
      </select>
    </label>
  );
}

mountPanel(texts.lowerThird, <LowerThirdPanel />);
