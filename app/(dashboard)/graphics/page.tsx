import type { Metadata } from 'next';
import { readPreferences } from '../../_ui/preferences.ts';
import { textsOf } from '../../_ui/texts/languages.ts';
import { GraphicsView } from './_parts/graphics-view.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await readPreferences()).language).graphics.title };
}

export default function GraphicsPage() {
  return <GraphicsView />;
}
