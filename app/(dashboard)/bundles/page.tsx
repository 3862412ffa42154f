import type { Metadata } from 'next';
import { readPreferences } from '../../_ui/preferences.ts';
import { textsOf } from '../../_ui/texts/languages.ts';
import { BundlesView } from './_parts/bundles-view.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await readPreferences()).language).bundles.title };
}

export default function BundlesPage() {
  return <BundlesView />;
}
