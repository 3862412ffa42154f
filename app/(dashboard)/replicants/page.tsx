import type { Metadata } from 'next';
import { readPreferences } from '../../_ui/preferences.ts';
import { textsOf } from '../../_ui/texts/languages.ts';
import { ReplicantsView } from './_parts/replicants-view.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await readPreferences()).language).replicants.title };
}

export default function ReplicantsPage() {
  return <ReplicantsView />;
}
