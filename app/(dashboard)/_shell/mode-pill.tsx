'use client';

import { Laptop, Lock } from 'lucide-react';
import Link from 'next/link';
import { useViewer } from '../../_live/viewer-context.ts';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

const pill =
  'relative inline-flex h-[26px] shrink-0 items-center gap-[7px] rounded-full border border-line bg-s2 px-2 text-xs whitespace-nowrap text-mute hover:text-text after:absolute after:inset-x-0 after:-inset-y-2.5 max-sm:hidden';

/** Who gets in: everybody at this computer, or who signs in. Leads an administrator to how that is changed. */
export function ModePill() {
  const { secure: texts } = useTexts();
  const { viewer, may } = useViewer();
  if (!viewer) return null;
  const Icon = viewer.mode === 'open' ? Laptop : Lock;
  const label = `${texts.mode}: ${texts.modes[viewer.mode]}`;
  const inside = (
    <>
      <Icon size={14} aria-hidden />
      <span className="max-xl:sr-only">{texts.modes[viewer.mode]}</span>
    </>
  );
  if (!may('settings.change'))
    return (
      <span title={label} className={pill}>
        {inside}
      </span>
    );
  return (
    <Link href="/secure" aria-label={`${label}. ${texts.title}`} title={label} className={pill}>
      {inside}
    </Link>
  );
}
