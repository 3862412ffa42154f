'use client';

import { ShieldX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AccessAction } from '#contract/access';
import { useViewer } from '../../_live/viewer-context.ts';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/** A page for whoever may do something. Others are told so, and nothing of it is asked for. */
export function Gate({ action, children }: { action: AccessAction; children: ReactNode }) {
  const { access: texts } = useTexts();
  const { viewer, may, preview } = useViewer();
  if (may(action)) return children;
  if (!viewer) return null;
  return (
    <EmptyState
      live
      icon={<ShieldX size={22} />}
      title={texts.notAllowed}
      text={preview ? texts.notAllowedPreview : texts.notAllowedText}
    />
  );
}
