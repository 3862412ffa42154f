import type { Metadata } from 'next';
import { workspaceLabel } from '../../../_data/workspaces.ts';
import { readPreferences } from '../../../_ui/preferences.ts';
import { textsOf } from '../../../_ui/texts/languages.ts';

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const texts = textsOf((await readPreferences()).language);
  return { title: workspaceLabel(decodeURIComponent((await params).name), texts.nav.mainWorkspace) };
}

/** Nothing of its own: the layout's panel deck shows the workspace, and keeps its panels alive on other pages. */
export default function WorkspacePage() {
  return null;
}
