'use client';

import { Trash2, Upload as UploadIcon } from 'lucide-react';
import { useState, type ClipboardEvent, type KeyboardEvent, type ReactNode } from 'react';
import type { AssetFileView, AssetOverview } from '#contract/asset';
import { useDeleteAssets } from '../../../_data/use-assets.ts';
import { useUploads } from '../../../_data/use-uploads.ts';
import { useCanAct, useLive } from '../../../_live/live-provider.tsx';
import { useMay } from '../../../_live/viewer-context.ts';
import { Button } from '../../../_ui/button.tsx';
import { classNames } from '../../../_ui/class-names.ts';
import { Refusal } from '../../../_ui/refusal.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { AssetCard } from './asset-card.tsx';
import { FilesButton } from './files-button.tsx';
import { UploadList } from './upload-list.tsx';
import { useDrop } from './use-drop.ts';

export type Category = AssetOverview['bundles'][number]['categories'][number];
type CategoryProps = {
  bundle: string;
  category: Category;
  maxFileBytes: number;
  /** Undefined: nothing is filtered. */
  matches: ((base: string) => boolean) | undefined;
};

/** One category: what it is for, its files, and everything that can be done with them. Files may be dropped or pasted anywhere on it. */
export function CategorySection({ bundle, category, maxFileBytes, matches }: CategoryProps) {
  const { assets: texts } = useTexts();
  const may = useMay();
  const mayUpload = may('asset.upload', { kind: 'assets', bundle, name: category.name });
  const mayDelete = may('asset.delete', { kind: 'assets', bundle, name: category.name });
  const isLive = useCanAct();
  const canAct = isLive && mayUpload;
  const folder = { namespace: bundle, category: category.name };
  const uploads = useUploads(folder, category, maxFileBytes);
  const { selection, toggle, clear } = useSelection(category.files);
  const remove = useDeleteAssets(folder);
  const drop = useDrop(canAct, uploads.add);
  const shown = matches ? category.files.filter(({ base }) => matches(base)) : category.files;
  const removeSelected = async () => {
    if (isLive && mayDelete && selection.length > 0 && (await remove(selection))) clear();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Delete' && event.target instanceof HTMLElement && event.target.tagName !== 'TEXTAREA')
      void removeSelected();
    if (event.key === 'Escape') clear();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!canAct || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    uploads.add([...event.clipboardData.files]);
  };
  return (
    <section
      aria-label={category.title}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      {...drop.handlers}
      className={classNames('relative grid gap-3 p-3.5 not-last:border-b not-last:border-line', drop.isOver && 'bg-s2')}
    >
      <Header bundle={bundle} category={category}>
        {selection.length > 0 && mayDelete && (
          <Selected count={selection.length} canAct={isLive} remove={() => void removeSelected()} clear={clear} />
        )}
        {mayUpload && (
          <FilesButton
            label={texts.addTo(category.title, bundle)}
            accept={category.allowedTypes}
            disabled={!canAct}
            multiple
            onFiles={uploads.add}
            icon={<UploadIcon size={15} aria-hidden />}
          >
            {texts.add}
          </FilesButton>
        )}
      </Header>
      <Refusal reason={category.problem} />
      <UploadList title={category.title} uploads={uploads.uploads} again={uploads.again} drop={uploads.drop} canAct={canAct} />
      <Files files={shown} category={category} isFiltered={matches !== undefined}>
        {(file) => (
          <AssetCard
            file={file}
            isSelected={selection.includes(file)}
            mayWrite={mayUpload && mayDelete}
            select={() => toggle(file.base)}
            replace={(files) => uploads.add(files, file.base)}
            remove={() => void remove([file])}
          />
        )}
      </Files>
      {drop.isOver && <DropHint title={category.title} />}
    </section>
  );
}

function Header({ bundle, category, children }: { bundle: string; category: Category; children: ReactNode }) {
  const { assets: texts } = useTexts();
  const { title, allowedTypes = [], files, name } = category;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h3 dir="auto" className="min-w-0 text-base font-semibold [overflow-wrap:anywhere]" title={`${bundle}:assets:${name}`}>
        {title}
      </h3>
      <span className="text-sm text-mute tabular-nums">{texts.files(files.length)}</span>
      <span className="text-sm text-mute">{allowedTypes.length > 0 ? texts.accepts(allowedTypes) : texts.acceptsAll}</span>
      <div className="ml-auto flex flex-wrap items-center gap-2 max-sm:ml-0 max-sm:w-full">{children}</div>
    </div>
  );
}

function Selected({ count, canAct, remove, clear }: { count: number; canAct: boolean; remove: () => void; clear: () => void }) {
  const { assets: texts } = useTexts();
  return (
    <>
      <span role="status" className="text-sm text-mute tabular-nums">
        {texts.selected(count)}
      </span>
      <Button tone="bare" onClick={clear} keys="Esc">
        {texts.clearSelection}
      </Button>
      <Button disabled={!canAct} onClick={remove} keys="Del" icon={<Trash2 size={15} aria-hidden />}>
        {texts.deleteSelected(count)}
      </Button>
    </>
  );
}

type FilesProps = {
  files: readonly AssetFileView[];
  category: Category;
  isFiltered: boolean;
  children: (file: AssetFileView) => ReactNode;
};

function Files({ files, category, isFiltered, children }: FilesProps) {
  const { assets: texts } = useTexts();
  const isStale = useLive().state === 'reconnecting';
  if (files.length === 0 && isFiltered) return <p className="text-sm text-mute">{texts.noMatch}</p>;
  if (files.length === 0)
    return (
      <div className="grid justify-items-center gap-1 rounded-md border border-dashed border-edge px-4 py-6 text-center">
        <p dir="auto" className="font-semibold [overflow-wrap:anywhere]">
          {texts.emptyCategory(category.title)}
        </p>
        <p className="text-sm text-mute text-pretty">{texts.emptyCategoryText(category.allowedTypes ?? [])}</p>
      </div>
    );
  return (
    <ul
      className={classNames(
        'grid grid-cols-[repeat(auto-fill,minmax(min(100%,190px),1fr))] gap-3 max-sm:grid-cols-1',
        isStale && 'opacity-60 grayscale',
      )}
    >
      {files.map((file) => (
        <li key={file.base} className="min-w-0">
          {children(file)}
        </li>
      ))}
    </ul>
  );
}

function DropHint({ title }: { title: string }) {
  const { assets: texts } = useTexts();
  return (
    <div className="pointer-events-none absolute inset-1.5 z-10 grid place-items-center rounded-md border-2 border-dashed border-link bg-bg/80">
      <p dir="auto" className="text-lg font-semibold">
        {texts.dropHere(title)}
      </p>
    </div>
  );
}

/** The chosen files that are still there. */
function useSelection(files: readonly AssetFileView[]) {
  const [bases, setBases] = useState<ReadonlySet<string>>(new Set());
  const toggle = (base: string) => {
    const next = new Set(bases);
    if (!next.delete(base)) next.add(base);
    setBases(next);
  };
  return { selection: files.filter(({ base }) => bases.has(base)), toggle, clear: () => setBases(new Set()) };
}
