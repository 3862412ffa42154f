'use client';

import { Eye } from 'lucide-react';
import { nameOf } from '../../_data/people.ts';
import { useViewer } from '../../_live/viewer-context.ts';
import { Button } from '../../_ui/button.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/** Says whose dashboard is looked at, and leads back to one's own. */
export function PreviewBanner() {
  const { access: texts, top } = useTexts();
  const { preview, seeAs } = useViewer();
  if (!preview) return null;
  return (
    <div
      role="status"
      className="pointer-events-auto flex flex-wrap items-center gap-x-3 gap-y-2 border-t-2 border-link bg-s3 px-4 py-2 text-sm"
    >
      <Eye size={17} aria-hidden className="shrink-0 text-link" />
      <p className="min-w-0 flex-1 basis-60">
        <b dir="auto" className="font-semibold">
          {texts.seeingAs(nameOf(preview), top.roles[preview.role])}
        </b>{' '}
        <span className="text-mute">{texts.seeingAsText}</span>
      </p>
      <Button tone="primary" onClick={() => seeAs(undefined)}>
        {texts.endPreview}
      </Button>
    </div>
  );
}
