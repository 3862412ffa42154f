'use client';

import { toast } from 'sonner';
import type { GraphicView } from '#contract/bundle';
import { endOfRight } from '../../../_data/access.ts';
import { useCreateKey } from '../../../_data/use-keys.ts';
import { useViewer } from '../../../_live/viewer-context.ts';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

export type GraphicKeys = {
  /** False: an address needs none here, or this viewer may not make one. */
  isKeyed: boolean;
  /** Whether the address opens in OBS only with a key that this viewer may not make. */
  isLocked: boolean;
  /** Whether a key of this viewer may also write. */
  mayWrite: boolean;
  isMaking: boolean;
  /** A new key that opens this graphic and nothing else, and can be revoked by itself. Undefined: none could be made, and that was said. */
  make(level: 'read' | 'write'): Promise<string | undefined>;
};

/** Keys for a graphic's address. A browser source has nobody who could sign in. */
export function useGraphicKey(graphic: GraphicView): GraphicKeys {
  const { graphics: texts } = useTexts();
  const { viewer, shown, may } = useViewer();
  const createKey = useCreateKey();
  // A graphic's address names its bundle.
  const bundle = decodeURIComponent(graphic.url.split('/')[2] ?? '');
  const resource = { kind: 'graphic' as const, bundle, name: graphic.url };
  const needsKey = viewer?.mode === 'login';
  const isKeyed = needsKey && may('graphic.key', resource);
  return {
    isKeyed,
    isLocked: needsKey && !isKeyed,
    mayWrite: isKeyed && may('graphic.command', resource),
    isMaking: createKey.isPending,
    async make(level) {
      const grants = [{ kind: 'graphic' as const, pattern: graphic.url, level }];
      const name = `${bundle}: ${graphic.title}`.slice(0, 100);
      // A guest's key lasts as long as what they were granted.
      const expiresAt = endOfRight(shown, (at) => may('graphic.key', resource, at));
      const wish = { kind: 'graphics' as const, name, level, grants, ...(expiresAt !== undefined && { expiresAt }) };
      const made = await createKey.mutateAsync(wish).catch(() => undefined);
      if (!made) toast.error(texts.noKey);
      return made?.secret;
    },
  };
}
