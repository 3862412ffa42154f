'use client';

import { LockKeyhole, LockKeyholeOpen } from 'lucide-react';
import type { useRestriction } from '../../_data/use-restrictions.ts';
import { useCanAct } from '../../_live/live-provider.tsx';
import { Button } from '../../_ui/button.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/** Restricts a workspace or bundle, or opens it again. */
export function RestrictButton({ restriction, label }: { restriction: ReturnType<typeof useRestriction>; label: string }) {
  const { access: texts } = useTexts();
  const canAct = useCanAct();
  const { isRestricted, pending, toggle } = restriction;
  return (
    <Button
      disabled={!canAct || pending}
      aria-label={isRestricted ? texts.unrestrict(label) : texts.restrict(label)}
      icon={isRestricted ? <LockKeyholeOpen size={15} aria-hidden /> : <LockKeyhole size={15} aria-hidden />}
      onClick={() => void toggle()}
    >
      {isRestricted ? texts.unrestrictWord : texts.restrictWord}
    </Button>
  );
}
