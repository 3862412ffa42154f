'use client';

import { useId, useState, type ReactNode } from 'react';
import { toast } from 'sonner';
import type { GraphicView } from '#contract/bundle';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { absoluteUrl } from './graphic-urls.ts';

/** Copies a graphic's address. Over plain http in a network browsers have no clipboard: `byHand` is then the address to copy from. */
export function useCopyUrl(graphic: GraphicView): { copy(): Promise<void>; byHand: ReactNode } {
  const { graphics: texts } = useTexts();
  const [url, setUrl] = useState<string>();
  const copy = async () => {
    const address = absoluteUrl(graphic, location.origin);
    if (await writeClipboard(address)) {
      toast.success(texts.copied(graphic.title));
      setUrl(undefined);
    } else {
      setUrl(address);
    }
  };
  return { copy, byHand: url === undefined ? null : <ByHand url={url} /> };
}

function ByHand({ url }: { url: string }) {
  const { graphics: texts } = useTexts();
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-xs text-warn">
        {texts.copyByHand}
      </label>
      <input
        id={id}
        readOnly
        autoFocus
        value={url}
        onFocus={(event) => event.target.select()}
        onKeyDown={(event) => event.stopPropagation()}
        className="h-8 w-full rounded-md border border-line bg-bg px-2.5 text-sm pointer-coarse:h-11"
      />
    </div>
  );
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
