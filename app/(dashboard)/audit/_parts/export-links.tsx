'use client';

import { Download } from 'lucide-react';
import { auditExportAddress, type AuditView } from '../../../_data/audit-filter.ts';
import { buttonClass } from '../../../_ui/button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

/** A copy of what is looked at. */
export function ExportLinks({ view, now }: { view: AuditView; now: number }) {
  const { audit: texts } = useTexts();
  const link = (format: 'csv' | 'jsonl', label: string) => (
    <a href={auditExportAddress(format, view, now)} download className={buttonClass('plain')}>
      <Download size={15} aria-hidden />
      {label}
    </a>
  );
  return (
    <>
      {link('csv', texts.exportCsv)}
      {link('jsonl', texts.exportJson)}
    </>
  );
}
