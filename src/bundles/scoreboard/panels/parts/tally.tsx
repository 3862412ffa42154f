import { texts } from './language.ts';
import type { Output } from './use-output.ts';

const looks = {
  'on-air': { tone: 'tally on-air', word: texts.onAir },
  ready: { tone: 'tally ready', word: texts.ready },
  'not-open': { tone: 'tally', word: texts.notOpen },
  out: { tone: 'tally', word: texts.out },
};

type TallyProps = {
  /** Taken, so that every open page of it shows it. */
  taken: boolean;
  output: Output;
  /** Prepared, and waits for Take. */
  isReady?: boolean;
};

/** Red only when viewers see it: it is taken, and an output shows the page. */
export function Tally({ taken, output, isReady = false }: TallyProps) {
  const { tone, word } = looks[tallyOf({ taken, output, isReady })];
  const hint = taken && output === 'none' ? texts.notOpenHint : undefined;
  return (
    <span className={`${tone} value`} title={hint}>
      {word}
    </span>
  );
}

function tallyOf({ taken, output, isReady }: Required<TallyProps>): keyof typeof looks {
  if (!taken) return isReady ? 'ready' : 'out';
  if (output === 'on-air') return 'on-air';
  return output === 'open' ? 'ready' : 'not-open';
}
