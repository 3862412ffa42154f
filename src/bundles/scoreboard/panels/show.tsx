import './show.css';
import { send, useConnected, useValue, write } from './parts/api.ts';
import { Button } from './parts/button.tsx';
import { texts } from './parts/language.ts';
import { mountPanel, Panel, Refusal } from './parts/panel.tsx';
import { Tally } from './parts/tally.tsx';
import { TextField } from './parts/text-field.tsx';
import { useCommand } from './parts/use-command.ts';
import { useKeys } from './parts/use-keys.ts';
import { useOutput } from './parts/use-output.ts';

const standing = [
  { flag: 'scoreBug', title: texts.scoreBug, file: 'score-bug.html', letter: 'B' },
  { flag: 'scoreBugClock', title: texts.scoreBugClock, file: 'score-bug.html', letter: 'C' },
  { flag: 'clock', title: texts.bigClock, file: 'clock.html', letter: 'F' },
] as const;
type Flag = (typeof standing)[number]['flag'];

function ShowPanel() {
  const show = useValue('show');
  const lowerThird = useValue('lowerThird');
  const connected = useConnected();
  const command = useCommand();
  // Decided by what this operator saw: two people pressing Take at once both mean "on air", not one on and one off.
  const put = (flag: Flag, onAir: boolean) => void command.run(() => write('show', (value) => void (value[flag] = onAir)));
  const toggle = (flag: Flag) => show && put(flag, !show[flag]);
  const toggleLowerThird = (onAir: boolean) =>
    void command.run(() => (onAir ? send('lower-third.take', null) : send('lower-third.out', null)));
  const rename = (title: string) => void command.run(() => write('show', (value) => void (value.title = title)));
  const lowerThirdOnAir = lowerThird?.state === 'on-air';

  useKeys(
    {
      // No digits: in the Score panel beside it they are goals.
      KeyB: () => toggle('scoreBug'),
      KeyC: () => toggle('scoreBugClock'),
      KeyF: () => toggle('clock'),
      KeyL: () => toggleLowerThird(!lowerThirdOnAir),
    },
    connected && show !== undefined && lowerThird !== undefined,
  );

  return (
    <Panel connected={connected} loaded={show !== undefined && lowerThird !== undefined}>
      <ul className="on-air-list">
        {show &&
          standing.map(({ flag, title, file, letter }) => (
            <OnAirRow
              key={flag}
              title={title}
              file={file}
              taken={show[flag]}
              letter={letter}
              onPut={(onAir) => put(flag, onAir)}
            />
          ))}
        <OnAirRow
          title={[texts.lowerThird, lowerThird?.onAir?.name ?? lowerThird?.name].filter(Boolean).join(': ')}
          file="lower-third.html"
          taken={lowerThirdOnAir}
          isReady={lowerThird?.state === 'ready'}
          letter="L"
          onPut={toggleLowerThird}
        />
      </ul>
      <Refusal reason={command.refusal} />
      {show && <TextField label={texts.showTitle} value={show.title} maxLength={120} onCommit={rename} />}
    </Panel>
  );
}

type OnAirRowProps = {
  title: string;
  file: string;
  taken: boolean;
  isReady?: boolean;
  letter: string;
  onPut: (onAir: boolean) => void;
};

function OnAirRow({ title, file, taken, isReady, letter, onPut }: OnAirRowProps) {
  const output = useOutput(file);
  return (
    <li>
      <Tally taken={taken} output={output} isReady={isReady ?? false} />
      <span className="ellipsis" dir="auto" title={title}>
        {title}
      </span>
      <Button
        onPress={() => onPut(!taken)}
        label={taken ? texts.outOf(title) : texts.takeOf(title)}
        keyLabel={letter}
        tone={taken ? undefined : 'air'}
      >
        {taken ? texts.out : texts.take}
      </Button>
    </li>
  );
}

mountPanel(texts.showControl, <ShowPanel />);
