import './clock.css';
import { useState, type KeyboardEvent } from 'react';
import { clockText, parseClockText } from '../clock-text.ts';
import { isRunning, type ClockState } from '../clock.ts';
import { send, useConnected, useValue } from './parts/api.ts';
import { Button } from './parts/button.tsx';
import { ClockDigits } from './parts/clock-digits.tsx';
import { texts } from './parts/language.ts';
import { mountPanel, Panel, Refusal } from './parts/panel.tsx';
import { TextField } from './parts/text-field.tsx';
import { useCommand, type Command } from './parts/use-command.ts';
import { shiftLabel, useKeys } from './parts/use-keys.ts';

const periods = ['1st half', 'Half time', '2nd half', 'Extra time', 'Penalties'];
const steps = [
  { byMs: -10_000, text: '−10 s', key: `${shiftLabel}↓` },
  { byMs: -1_000, text: '−1 s', key: '↓' },
  { byMs: 1_000, text: '+1 s', key: '↑' },
  { byMs: 10_000, text: '+10 s', key: `${shiftLabel}↑` },
];

function ClockPanel() {
  const clock = useValue('clock');
  const connected = useConnected();
  const command = useCommand();
  const running = clock !== undefined && isRunning(clock);
  // Decided by what this operator saw: two people pressing Start at once both mean "start".
  const toggle = () => void command.run(() => send(running ? 'clock.stop' : 'clock.start', null));
  const reset = () => void command.run(() => send('clock.reset', null));
  const adjust = (byMs: number) => void command.run(() => send('clock.adjust', { byMs }));

  useKeys(
    {
      Space: toggle,
      ArrowUp: () => adjust(1_000),
      ArrowDown: () => adjust(-1_000),
      'Shift+ArrowUp': () => adjust(10_000),
      'Shift+ArrowDown': () => adjust(-10_000),
      KeyR: reset,
    },
    connected && clock !== undefined,
  );

  if (!clock) return <Panel connected={connected} loaded={false} children={undefined} />;
  return (
    <Panel connected={connected} loaded>
      <div className="clock-head">
        <ClockDigits clock={clock} connected={connected} />
        <span className={running ? 'tally ready' : 'tally'} role="status">
          {running ? texts.running : texts.standing}
        </span>
      </div>
      <div className="row">
        <span className="row start-stop">
          <StartStop running={running} onPress={toggle} />
        </span>
        <Button onPress={reset} keyLabel="R">
          {texts.reset}
        </Button>
      </div>
      <div className="adjust">
        {steps.map(({ byMs, text, key }) => (
          <Button key={text} onPress={() => adjust(byMs)} keyLabel={key}>
            {text}
          </Button>
        ))}
      </div>
      <Refusal reason={command.refusal} />
      <ClockSettings clock={clock} command={command} />
      <p className="note ellipsis" dir="auto">
        {[clock.period, clock.mode === 'up' ? texts.countsUp : texts.countsDown(clockText(clock.durationMs, 'up'))]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </Panel>
  );
}

function StartStop({ running, onPress }: { running: boolean; onPress: () => void }) {
  return (
    <Button onPress={onPress} tone="primary" keyLabel={texts.spaceKey}>
      {running ? texts.stop : texts.start}
    </Button>
  );
}

function ClockSettings({ clock, command }: { clock: ClockState; command: Command }) {
  const set = (change: Partial<{ shownMs: number; durationMs: number; mode: 'up' | 'down'; period: string }>) =>
    void command.run(() => send('clock.set', change));
  const setLength = (text: string) => {
    const durationMs = parseClockText(text);
    if (durationMs === undefined) command.refuse(texts.notATime);
    else set({ durationMs });
  };
  return (
    <div className="two">
      <SetTo onSet={(shownMs) => set({ shownMs })} onInvalid={() => command.refuse(texts.notATime)} />
      <div className="label">
        {texts.direction}
        <span className="segments" role="group" aria-label={texts.direction}>
          {(['up', 'down'] as const).map((mode) => (
            <Button key={mode} onPress={() => set({ mode })} pressed={clock.mode === mode}>
              {texts[mode]}
            </Button>
          ))}
        </span>
      </div>
      <TextField
        label={texts.period}
        value={clock.period}
        maxLength={24}
        options={periods}
        onCommit={(period) => set({ period })}
      />
      <TextField label={texts.length} value={clockText(clock.durationMs, 'up')} maxLength={9} onCommit={setLength} />
    </div>
  );
}

function SetTo({ onSet, onInvalid }: { onSet: (ms: number) => void; onInvalid: () => void }) {
  const [text, setText] = useState('');
  const commit = () => {
    const ms = parseClockText(text);
    if (ms === undefined) {
      onInvalid();
      return false;
    }
    onSet(ms);
    setText('');
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (commit()) event.currentTarget.blur(); // the next Space is the clock's
  };
  return (
    <div className="row end" style={{ flexWrap: 'nowrap' }}>
      <label className="grow">
        {texts.setTo}
        <input
          className="field"
          value={text}
          placeholder="12:30"
          maxLength={9}
          inputMode="text"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </label>
      <Button onPress={() => void commit()} disabled={text === ''}>
        {texts.set}
      </Button>
    </div>
  );
}

mountPanel(texts.clock, <ClockPanel />);
