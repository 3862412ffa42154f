'use client';

import { ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import type { AuditCheck } from '#contract/audit';
import { formatAgo } from '../../../_data/amounts.ts';
import { useAuditCheck } from '../../../_data/use-audit.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { Button } from '../../../_ui/button.tsx';
import { classNames } from '../../../_ui/class-names.ts';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useNow } from '../../../_ui/use-now.ts';

/** Whether the log is whole, as far as somebody looked. The first who comes here after a start looks. */
export function ChainState() {
  const { audit } = useTexts();
  const texts = audit.chain;
  const { check, verify, isAsking, refusal } = useAuditCheck();
  const canAct = useCanAct();
  const isFirst = check?.state === 'never' && canAct && !isAsking && refusal === undefined;
  const look = useEffectEvent(verify);
  useEffect(() => {
    if (isFirst) look();
  }, [isFirst]);
  const broken = check?.last?.verdict.state === 'broken' && check.state !== 'running';
  return (
    <section
      aria-label={texts.label}
      className={classNames(
        'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border px-3.5 py-2.5',
        broken ? 'border-warn/40 bg-warn-soft' : 'border-line bg-s1',
      )}
    >
      <Icon check={check} />
      <div role="status" className="grid min-w-0 flex-1 basis-60 gap-0.5">
        <Headline check={check} />
        <Remarks check={check} refusal={refusal} />
      </div>
      {check?.state === 'running' && <Bar checked={check.checked} of={check.of} />}
      <Button disabled={!canAct || isAsking || check === undefined || check.state === 'running'} onClick={verify}>
        {texts.verify}
      </Button>
    </section>
  );
}

function Icon({ check }: { check: AuditCheck | undefined }) {
  const verdict = check?.state === 'running' ? undefined : check?.last?.verdict.state;
  if (verdict === 'broken') return <ShieldAlert size={20} aria-hidden className="shrink-0 text-warn" />;
  if (verdict === 'whole' && check?.state === 'done')
    return <ShieldCheck size={20} aria-hidden className="shrink-0 text-ready" />;
  return <ShieldQuestion size={20} aria-hidden className="shrink-0 text-mute" />;
}

function Headline({ check }: { check: AuditCheck | undefined }) {
  const { audit } = useTexts();
  const texts = audit.chain;
  const now = useNow();
  if (!check) return <span className="shimmer h-5 w-64 max-w-full rounded" />;
  const { state, last } = check;
  if (state === 'running') return <b className="font-semibold tabular-nums">{texts.running(check.checked, check.of)}</b>;
  if (state === 'failed') return <b className="font-semibold text-warn">{texts.failed}</b>;
  if (!last) return <span className="text-mute">{texts.never}</span>;
  const text = last.verdict.state === 'whole' ? texts.whole(last.verdict.entries) : texts.broken(last.verdict.seq);
  return (
    <span className="flex flex-wrap items-baseline gap-x-2.5">
      <b className={classNames('font-semibold tabular-nums', last.verdict.state === 'whole' ? 'text-ready' : 'text-warn')}>
        {text}
      </b>
      {now > 0 && <span className="text-sm text-mute tabular-nums">{texts.checked(formatAgo(now - last.at))}</span>}
    </span>
  );
}

function Remarks({ check, refusal }: { check: AuditCheck | undefined; refusal: string | undefined }) {
  const { audit } = useTexts();
  const texts = audit.chain;
  const verdict = check?.state === 'running' ? undefined : check?.last?.verdict;
  const lines = [
    ...(verdict?.state === 'broken' ? [verdict.reason, texts.advice] : []),
    ...(check?.state === 'failed' && check.reason !== undefined ? [check.reason] : []),
    ...(check && check.waiting > 50 ? [texts.waiting(check.waiting)] : []),
    ...(check && check.dropped > 0 ? [texts.dropped(check.dropped)] : []),
    ...(refusal === undefined ? [] : [refusal]),
  ];
  return lines.map((line) => (
    <p key={line} className="text-sm text-text [overflow-wrap:anywhere]">
      {line}
    </p>
  ));
}

function Bar({ checked, of }: { checked: number; of: number }) {
  return <progress value={checked} max={Math.max(of, 1)} aria-hidden className="h-1.5 w-40 accent-(--act) max-sm:w-full" />;
}
