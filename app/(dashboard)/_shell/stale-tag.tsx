'use client';

import { useLive } from '../../_live/live-provider.tsx';
import { Tag } from '../../_ui/tag.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/** Marks what is shown as no longer live. */
export function StaleTag() {
  const { connection } = useTexts();
  const { state } = useLive();
  return state === 'reconnecting' ? <Tag tone="warn">{connection.stale}</Tag> : null;
}
