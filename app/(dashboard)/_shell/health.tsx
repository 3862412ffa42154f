'use client';

import * as Dialog from '@radix-ui/react-dialog';
import { Activity } from 'lucide-react';
import { useHealth } from '../../_data/use-show.ts';
import { healthLines, knownHealth, wantsAttention, type HealthLine, type KnownHealth } from '../../_data/health-lines.ts';
import { useLive } from '../../_live/live-provider.tsx';
import { Button } from '../../_ui/button.tsx';
import { classNames } from '../../_ui/class-names.ts';
import { Tag, type Tone } from '../../_ui/tag.tsx';
import type { Texts } from '../../_ui/texts/en.ts';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/**
 * How the server is, in the top bar: calm while all is well, amber with a number when something wants attention, and without any claim
 * while it doesn't answer. Opens the details.
 */
export function Health() {
  const { health } = useTexts();
  const known = useKnownHealth();
  const count = known.isCurrent ? healthLines(known.health, health).filter(wantsAttention).length : 0;
  const said = !known.isCurrent ? noAnswer(known, health) : count > 0 ? health.warnings(count) : health.fine;
  return (
    <Dialog.Root>
      <Dialog.Trigger
        aria-label={`${health.title}: ${said}`}
        title={known.isCurrent ? undefined : said}
        className={classNames(
          'relative inline-flex h-[26px] shrink-0 items-center gap-[7px] rounded-full border px-2 text-xs whitespace-nowrap tabular-nums after:absolute after:inset-x-0 after:-inset-y-2.5',
          count > 0
            ? 'border-warn/50 bg-warn-soft font-semibold text-warn'
            : 'border-line bg-s2 text-mute hover:text-text max-sm:hidden',
          !known.isCurrent && 'border-dashed',
        )}
      >
        <Activity size={14} aria-hidden />
        {count > 0 && (
          <>
            <span className="max-sm:hidden">{health.warnings(count)}</span>
            <span className="sm:hidden">{count}</span>
          </>
        )}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/60" />
        <HealthDetails />
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function useKnownHealth(): KnownHealth {
  const asked = useHealth();
  return knownHealth(asked, useLive().state === 'live');
}

function noAnswer({ since }: Extract<KnownHealth, { isCurrent: false }>, texts: Texts['health']): string {
  return texts.noAnswer(since === undefined ? undefined : texts.timeOf(since));
}

function HealthDetails() {
  const texts = useTexts();
  const known = useKnownHealth();
  const lines = known.health ? healthLines(known.health, texts.health) : [];
  return (
    <Dialog.Content
      aria-describedby={undefined}
      className="fixed top-14 right-4 z-50 grid max-h-[calc(100dvh-72px)] w-[min(480px,calc(100vw-32px))] gap-3 overflow-y-auto rounded-[10px] border border-edge bg-s1 p-4 shadow-2xl shadow-black/50"
    >
      <Dialog.Title className="text-lg font-semibold">{texts.health.title}</Dialog.Title>
      {!known.isCurrent && (
        <p role="status" className="text-sm text-mute">
          <span className="inline-block first-letter:uppercase">{noAnswer(known, texts.health)}.</span>{' '}
          {lines.length > 0 && texts.health.lastKnown}
        </p>
      )}
      {lines.length > 0 && (
        <ul className="grid gap-px overflow-hidden rounded-lg border border-line bg-line">
          {lines.map((line) => (
            <Line key={line.name} line={line} isCurrent={known.isCurrent} />
          ))}
        </ul>
      )}
      <div className="flex justify-end">
        <Dialog.Close asChild>
          <Button keys="Esc">{texts.close}</Button>
        </Dialog.Close>
      </div>
    </Dialog.Content>
  );
}

const tones: Record<HealthLine['state'], Tone> = { ok: 'ready', starting: 'off', attention: 'warn', failing: 'warn' };

function Line({ line: { label, state, detail }, isCurrent }: { line: HealthLine; isCurrent: boolean }) {
  const { health } = useTexts();
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-3 gap-y-0.5 bg-s1 px-3 py-2">
      <span className="font-medium">{label}</span>
      <Tag tone={isCurrent ? tones[state] : 'off'}>{health.states[state]}</Tag>
      {detail && <span className="col-span-2 text-sm text-mute [overflow-wrap:anywhere]">{detail}</span>}
    </li>
  );
}
