'use client';

import type { Actor } from '#contract/replicant';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

/** How people call who made a change: a person by name, an extension or graphic by its bundle. */
export function useActorName(): (actor: Actor) => string {
  const { top, replicants } = useTexts();
  const { actors } = replicants.history;
  return ({ kind, id }) => {
    if (kind === 'user') return id === 'local' ? top.localUser : id;
    return kind === 'server' ? actors.server : `${actors[kind]} ${id}`;
  };
}
