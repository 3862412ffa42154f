import type { Metadata } from 'next';
import { readPreferences } from '../../_ui/preferences.ts';
import { textsOf } from '../../_ui/texts/languages.ts';
import { SavedView } from './_parts/saved-view.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await readPreferences()).language).saved.title };
}

export default function SavedPage() {
  return <SavedView />;
}
