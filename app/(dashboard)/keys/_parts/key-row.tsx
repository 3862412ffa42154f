'use client';

import { KeyRound, MonitorPlay } from 'lucide-react';
import type { KeyView } from '#contract/identity';
import { formatAgo } from '../../../_data/amounts.ts';
import { keyState } from '../../../_data/people.ts';
import { useRevokeKey } from '../../../_data/use-keys.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { Button } from '../../../_ui/button.tsx';
import { classNames } from '../../../_ui/class-names.ts';
import { Refusal } from '../../../_ui/refusal.tsx';
import { Tag } from '../../../_ui/tag.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../../_ui/use-now.ts';
import { Moment } from '../../_people/moment.tsx';
import { useGrantNames } from '../../_people/use-grant-names.ts';

/** One key: what it opens, how long, when it was used last, and the way to end it. */
export function KeyRow({ keyView }: { keyView: KeyView }) {
  const { keys: texts } = useTexts();
  const state = keyState(keyView, useNow());
  const { revoke, pending, refusal } = useRevokeKey(keyView);
  const canAct = useCanAct();
  const used = useLastUse(keyView);
  const { name, kind } = keyView;
  const Icon = kind === 'graphics' ? MonitorPlay : KeyRound;
  return (
    <li
      aria-label={name}
      className={classNames('grid gap-2 rounded-lg border border-line bg-s1 p-3', state !== 'valid' && 'text-mute')}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Icon size={17} aria-hidden className="shrink-0 text-mute" />
        <span className="grid min-w-0 flex-1 basis-64">
          <span className="flex min-w-0 flex-wrap items-center gap-x-2.5">
            <bdi className="min-w-0 truncate font-semibold">{name}</bdi>
            <code className="text-xs text-mute">{keyView.prefix}…</code>
            {state !== 'valid' && <Tag tone="off">{texts.states[state]}</Tag>}
          </span>
          <Facts keyView={keyView} used={used} />
        </span>
        {state === 'valid' && (
          <Button
            disabled={!canAct || pending}
            aria-label={texts.revokeNamed(name)}
            onClick={() => void revoke(used, kind === 'graphics')}
          >
            {texts.revoke}
          </Button>
        )}
      </div>
      <Scope keyView={keyView} />
      <Refusal reason={refusal} />
    </li>
  );
}

function Facts({ keyView: { kind, level, createdBy, expiresAt }, used }: { keyView: KeyView; used: string }) {
  const { keys: texts, access, top } = useTexts();
  return (
    <span className="flex flex-wrap gap-x-3 text-xs text-mute tabular-nums">
      <span>{texts.kinds[kind]}</span>
      <span>{access.levels[level]}</span>
      <span>{used}</span>
      <bdi>{texts.by(createdBy === 'local' ? top.localUser : createdBy)}</bdi>
      {expiresAt !== undefined && <Moment at={expiresAt} word={access.until} />}
    </span>
  );
}

function Scope({ keyView: { grants } }: { keyView: KeyView }) {
  const { access } = useTexts();
  const { shownName } = useGrantNames();
  return (
    <ul className="flex flex-wrap gap-1.5">
      {grants.map((rule) => (
        <li
          key={`${rule.kind} ${rule.pattern} ${rule.level}`}
          className="flex min-w-0 items-baseline gap-1.5 rounded border border-line bg-s2 px-2 py-0.5 text-xs"
        >
          <span className="text-mute">{access.kinds[rule.kind]}</span>
          <bdi className={classNames('min-w-0 [overflow-wrap:anywhere]', rule.kind !== 'workspace' && 'font-mono')}>
            {shownName(rule)}
          </bdi>
        </li>
      ))}
    </ul>
  );
}

function useLastUse({ lastUsedAt }: KeyView): string {
  const { keys: texts } = useTexts();
  const now = useNow();
  if (lastUsedAt === undefined || now === 0) return texts.neverUsed;
  const ago = formatAgo(now - lastUsedAt);
  return ago === '' ? texts.usedNow : texts.lastUsed(ago);
}
