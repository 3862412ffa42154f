'use client';

import type { GrantKind, GrantRule } from '#contract/access';
import { patternExamples } from '../../_data/people.ts';
import { usePlaces } from '../../_data/use-show.ts';
import { workspaceLabel, workspaceNamed } from '../../_data/workspaces.ts';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/** What grants are about, by the names that people know: those of workspaces are shown as in the navigation. */
export function useGrantNames() {
  const { mainWorkspace } = useTexts().nav;
  const known = usePlaces().workspaces.map(({ name }) => name);
  const shown = (kind: GrantKind, pattern: string) => (kind === 'workspace' ? workspaceLabel(pattern, mainWorkspace) : pattern);
  return {
    shownName: ({ kind, pattern }: Pick<GrantRule, 'kind' | 'pattern'>) => shown(kind, pattern),
    example: (kind: GrantKind) => shown(kind, patternExamples[kind]),
    /** The pattern that somebody means. */
    meant: (kind: GrantKind, typed: string) =>
      kind === 'workspace' ? workspaceNamed(typed, mainWorkspace, known) : typed.trim(),
  };
}
