'use client';

import { useId, useState, type ReactNode } from 'react';
import { toast } from 'sonner';
import type { GraphicView } from '#contract/bundle';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useViewer } from '../../../_live/viewer-context.ts';
import { useCreateKey } from '../../../_data/use-keys.ts';
import { absoluteUrl } from './graphic-urls.ts';

export type CopyUrl = {
  copy(): Promise<void>;
  /** The same with a key for a graphic that also writes. Undefined: no keys are needed here, or this viewer may not make one. */
  copyWriting: (() => Promise<void>) | undefined;
  byHand: ReactNode;
};

/**
 * Copies a graphic's address. Where people sign in it has a new key, which opens this graphic and nothing else, reads, and can be revoked by
 * itself: a browser source has nobody who could sign in. Over plain http in a network browsers have no clipboard: `byHand` is then the address to copy from. */
export function useCopyUrl(graphic: GraphicView): CopyUrl {
  const { graphics: texts } = useTexts();
  const { viewer, may } = useViewer();
  const createKey = useCreateKey();
  const [url, setUrl] = useState<string>();
  const resource = { kind: 'graphic' as const, bundle: bundleOf(graphic), name: graphic.url };
  const isKeyed = viewer?.mode === 'login' && may('graphic.key', resource);
  const addressOf = async (level: 'read' | 'write'): Promise<string | undefined> => {
    const address = absoluteUrl(graphic, location.origin);
    if (!isKeyed) return address;
    const grants = [{ kind: 'graphic' as const, pattern: graphic.url, level }];
    const made = await createKey
      .mutateAsync({ kind: 'graphics', name: `${bundleOf(graphic)}: ${graphic.title}`.slice(0, 100), level, grants })
      .catch(() => undefined);
    return made && `${address}?key=${made.secret}`;
  };
  const copy = async (level: 'read' | 'write' = 'read') => {
    const address = await addressOf(level);
    if (address === undefined) return void toast.error(texts.noKey);
    if (await writeClipboard(address)) {
      const told = level === 'write' ? texts.copiedWithWritingKey : isKeyed ? texts.copiedWithKey : texts.copied;
      toast.success(told(graphic.title));
      setUrl(undefined);
    } else {
      setUrl(address);
    }
  };
  const mayWrite = isKeyed && may('graphic.command', resource);
  return {
    copy: () => copy(),
    copyWriting: mayWrite ? () => copy('write') : undefined,
    byHand: url === undefined ? null : <ByHand url={url} />,
  };
}

/** A graphic's address names its bundle. */
function bundleOf({ url }: GraphicView): string {
  return decodeURIComponent(url.split('/')[2] ?? '');
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
