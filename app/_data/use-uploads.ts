'use client';

import { useSyncExternalStore } from 'react';
import { toast } from 'sonner';
import type { AssetCategoryView, AssetFolder } from '#contract/asset';
import { extensionOf, isAllowedType, normalAssetName, problemOfAssetName } from '#contract/asset-name';
import { useTexts } from '../_ui/texts/texts-provider.tsx';
import { createUploadStore, sendByForm, type Upload } from './uploads.ts';

const none: readonly Upload[] = [];
let sayDone: (name: string) => string = (name) => name;
const store = createUploadStore(sendByForm, ({ name }) => void toast.success(sayDone(name)));

/** The uploads into one category, and how to add to them. What the server would refuse isn't sent. */
export function useUploads(folder: AssetFolder, category: AssetCategoryView, maxFileBytes: number) {
  const { assets: texts } = useTexts();
  const all = useSyncExternalStore(store.subscribe, store.get, () => none);
  const uploads = all.filter(
    (upload) => upload.folder.namespace === folder.namespace && upload.folder.category === folder.category,
  );
  const problemOf = (file: File, name: string): string | undefined => {
    const badName = problemOfAssetName(name);
    if (badName) return texts.badName[badName];
    // A text in place of a sound: it would keep the sound's name.
    const extension = extensionOf(name);
    if (extension !== '' && extensionOf(file.name) !== extension) return texts.wrongType([extension]);
    if (!isAllowedType(name, category.allowedTypes)) return texts.wrongType(category.allowedTypes ?? []);
    return file.size > maxFileBytes ? texts.tooLarge(maxFileBytes) : undefined;
  };
  const add = (files: Iterable<File>, as?: string) => {
    sayDone = texts.added;
    for (const file of files) {
      const name = normalAssetName(as ?? file.name);
      store.add(folder, file, name, problemOf(file, name));
    }
  };
  return { uploads, add, again: store.again, drop: store.drop };
}
