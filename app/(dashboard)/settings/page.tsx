import type { Metadata } from 'next';
import { readPreferences } from '../../_ui/preferences.ts';
import { textsOf } from '../../_ui/texts/languages.ts';
import { SettingsView } from './_parts/settings-view.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await readPreferences()).language).settings.title };
}

export default function SettingsPage() {
  return <SettingsView />;
}
