'use client';

import { CircleX, TriangleAlert } from 'lucide-react';
import type { BundleProblem } from '#contract/bundle';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

/** What is wrong with a bundle: where, what, and what to do about it. Errors before warnings. */
export function ProblemList({ problems }: { problems: BundleProblem[] }) {
  if (problems.length === 0) return null;
  const sorted = [...problems].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
  return (
    <ul className="grid gap-2.5 border-t border-line px-3.5 py-3">
      {sorted.map((problem, index) => (
        <Problem key={index} problem={problem} />
      ))}
    </ul>
  );
}

function Problem({ problem: { severity, file, field, line, message, fix } }: { problem: BundleProblem }) {
  const { bundles: texts } = useTexts();
  const Icon = severity === 'error' ? CircleX : TriangleAlert;
  const where = [file, line !== undefined && texts.line(line), field].filter(Boolean).join(' · ');
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 gap-y-0.5 text-sm">
      <Icon size={16} aria-hidden className={severity === 'error' ? 'mt-0.5 text-warn' : 'mt-0.5 text-mute'} />
      <p className="[overflow-wrap:anywhere]">
        <span className={severity === 'error' ? 'font-semibold text-warn' : 'font-semibold text-mute'}>
          {severity === 'error' ? texts.error : texts.warning}
        </span>{' '}
        <span dir="auto">{message}</span>
      </p>
      {where && <code className="col-start-2 font-sans text-mute [overflow-wrap:anywhere]">{where}</code>}
      {fix && (
        <p dir="auto" className="col-start-2 text-mute [overflow-wrap:anywhere]">
          <span className="font-semibold text-text">{texts.fix}:</span> {fix}
        </p>
      )}
    </li>
  );
}
