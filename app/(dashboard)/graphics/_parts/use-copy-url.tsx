'use client';

import { useId, useState, type ReactNode } from 'react';
import { toast } from 'sonner';
import type { GraphicView } from '#contract/bundle';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { absoluteUrl } from './graphic-urls.ts';
import { useGraphicKey } from './use-graphic-key.ts';

export type CopyUrl = {
  copy(): Promise<void>;
  /** The same with a key for a graphic that also writes. Undefined: no keys are needed here, or this viewer may not make one. */
  copyWriting: (() => Promise<void>) | undefined;
  byHand: ReactNode;
};

/**
 * Copies a graphic's address, with a new key where people sign in. Over plain http in a network browsers have no clipboard: `byHand` is then the address to copy from.
 */
export function useCopyUrl(graphic: GraphicView): CopyUrl {
  const { graphics: texts } = useTexts();
  const { isKeyed, isLocked, mayWrite, make } = useGraphicKey(graphic);
  const [url, setUrl] = useState<string>();
  const addressOf = async (level: 'read' | 'write'): Promise<string | undefined> => {
    if (!isKeyed) return absoluteUrl(graphic, location.origin);
    const key = await make(level);
    return key && absoluteUrl(graphic, location.origin, key);
  };
  const copy = async (level: 'read' | 'write' = 'read') => {
    const address = await addressOf(level);
    if (address === undefined) return;
    if (await writeClipboard(address)) {
      const told = level === 'write' ? texts.copiedWithWritingKey : isKeyed ? texts.copiedWithKey : texts.copied;
      toast.success(told(graphic.title), isLocked ? { description: texts.copiedLocked } : {});
      setUrl(undefined);
    } else {
      setUrl(address);
    }
  };
  return {
    copy: () => copy(),
    copyWriting: mayWrite ? () => copy('write') : undefined,
    byHand: url === undefined ? null : <ByHand url={url} />,
  };
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
