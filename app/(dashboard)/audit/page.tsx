import type { Metadata } from 'next';
import { readPreferences } from '../../_ui/preferences.ts';
import { textsOf } from '../../_ui/texts/languages.ts';
import { AuditView } from './_parts/audit-view.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await readPreferences()).language).audit.title };
}

export default function AuditPage() {
  return <AuditView />;
}
