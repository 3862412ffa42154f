'use client';

import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import type { AssetFileView, AssetFolder, AssetOverview } from '#contract/asset';
import { followReplicant } from '../_live/window-client.ts';
import { useConfirm } from '../_ui/confirm.tsx';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { usePreview } from './use-preview.ts';
import { describeOnAir } from './tally.ts';
import { useBundles, useInstances } from './use-show.ts';

/** Every category with its files, live. Undefined until the server has told. */
export function useAssets(): AssetOverview | undefined {
  const [overview, setOverview] = useState<AssetOverview>();
  useEffect(() => followReplicant('assets', setOverview), []);
  const seen = usePreview();
  return seen === undefined ? overview : seen.assets;
}

/** Deletes files of a category after asking once, naming what is on air of their bundle. Resolves true when it was done. */
export function useDeleteAssets({ namespace }: AssetFolder): (files: readonly AssetFileView[]) => Promise<boolean> {
  const { assets: texts } = useTexts();
  const confirm = useConfirm();
  const bundles = useBundles().data ?? [];
  const instances = useInstances().data ?? [];
  return async (files) => {
    const names = files.map(({ base }) => base);
    const own = instances.filter(({ bundle }) => bundle === namespace);
    const onAir = describeOnAir(own, bundles);
    const air = onAir === undefined ? texts.deleteOffAir : texts.deleteOnAir(onAir);
    const text = `${texts.deleteText(names, namespace)} ${air}`;
    const question = { title: texts.deleteTitle(names), text, action: texts.deleteAction, onAir: onAir !== undefined };
    if (!(await confirm(question))) return false;
    const reasons = await Promise.all(files.map(deleteFile));
    for (const [index, reason] of reasons.entries())
      if (reason !== undefined) toast.warning(texts.notDeleted(names[index] ?? '', reason));
    const gone = reasons.filter((reason) => reason === undefined).length;
    if (gone > 0) toast.success(texts.deleted(gone));
    return true;
  };
}

/** Undefined: it is gone, whoever deleted it. Else why not. */
async function deleteFile({ url }: AssetFileView): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { method: 'DELETE' });
    return answer.ok || answer.status === 410 ? undefined : await answer.text();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
