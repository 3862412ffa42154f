'use client';

import { Filter } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AuditEntry } from '#contract/audit';
import { auditReasonText } from '../../../_data/audit-reason.ts';
import { jsonDifferences } from '../../../_data/json/json-differences.ts';
import { Button } from '../../../_ui/button.tsx';
import { DifferenceList } from '../../../_ui/difference-list.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useWho } from './audit-row.tsx';

/** Everything about one entry. */
export function AuditDetails({ entry, onActor }: { entry: AuditEntry; onActor: (id: string) => void }) {
  const { audit, top } = useTexts();
  const texts = audit.details;
  const who = useWho(entry);
  const { actor, origin, action, seq, hash, reason, before, after, target } = entry;
  const role = actor.role !== undefined && actor.role in top.roles ? top.roles[actor.role as keyof typeof top.roles] : actor.role;
  const differences = before === undefined && after === undefined ? [] : jsonDifferences(before, after, { limit: 200 });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t border-line bg-bg px-4 py-3 md:pl-8">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm max-sm:grid-cols-1 max-sm:gap-y-0">
        <Fact name={texts.who}>
          {who} <span className="text-mute">({[audit.kinds[actor.kind], role].filter(Boolean).join(', ')})</span>
        </Fact>
        <Fact name={audit.columns.target}>
          <code className="font-mono">{target}</code>
        </Fact>
        {reason !== undefined && <Fact name={texts.reason}>{auditReasonText(reason, audit.reasons)}</Fact>}
        <Fact name={texts.address}>{origin.address || texts.noAddress}</Fact>
        {origin.userAgent !== '' && <Fact name={texts.program}>{origin.userAgent}</Fact>}
        <Fact name={texts.action}>
          <code className="font-mono">{action}</code>
        </Fact>
        <Fact name={texts.number}>
          {seq} · {texts.hash} <code className="font-mono text-mute">{hash}</code>
        </Fact>
      </dl>
      {differences.length > 0 && (
        <section aria-label={texts.change} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
          <h3 className="text-xs font-semibold tracking-[0.04em] text-mute uppercase">{texts.change}</h3>
          <DifferenceList differences={differences} />
        </section>
      )}
      {actor.id !== '' && (
        <div>
          <Button icon={<Filter size={14} aria-hidden />} onClick={() => onActor(actor.id)}>
            {audit.onlyBy(who)}
          </Button>
        </div>
      )}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-mute">{name}</dt>
      <dd dir="auto" className="min-w-0 [overflow-wrap:anywhere] max-sm:mb-1.5">
        {children}
      </dd>
    </>
  );
}
