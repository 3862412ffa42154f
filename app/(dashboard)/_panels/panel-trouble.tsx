'use client';

import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import type { BundleView } from '#contract/bundle';
import { bundleHealth } from '../../_data/bundle-health.ts';
import { Tooltip } from '../../_ui/tooltip.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/** Says on the panel itself that its bundle can't do what its buttons promise. */
export function PanelTrouble({ bundle, iconOnly }: { bundle: BundleView; iconOnly: boolean }) {
  const { workspace } = useTexts();
  const trouble = troubleOf(bundle, workspace);
  if (!trouble) return null;
  return (
    <Tooltip label={trouble.text}>
      <Link
        href={`/bundles?filter=${encodeURIComponent(bundle.name)}`}
        aria-label={`${trouble.short}. ${trouble.text}`}
        className="inline-flex h-8 min-w-0 items-center gap-1.5 rounded-md px-1.5 text-xs text-warn hover:bg-s3 pointer-coarse:h-11"
      >
        <TriangleAlert size={15} aria-hidden className="shrink-0" />
        {!iconOnly && <span className="truncate">{trouble.short}</span>}
      </Link>
    </Tooltip>
  );
}

function troubleOf(
  bundle: BundleView,
  texts: ReturnType<typeof useTexts>['workspace'],
): { short: string; text: string } | undefined {
  const health = bundleHealth(bundle);
  // An extension that never started makes its bundle fail, but the panel itself is the newest.
  if (health === 'half' || (health === 'down' && bundle.extension.state === 'failed'))
    return { short: texts.extensionDown, text: texts.extensionDownText(bundle.name) };
  if (health === 'down') return { short: texts.bundleFailed, text: texts.bundleFailedText(bundle.name) };
  return undefined;
}
