'use client';

import { Copy, ExternalLink, RefreshCw, Trash2 } from 'lucide-react';
import type { AssetFileView } from '#contract/asset';
import { extensionOf } from '#contract/asset-name';
import { formatSize } from '../../../_data/amounts.ts';
import { useCanAct } from '../../../_live/live-provider.tsx';
import { classNames } from '../../../_ui/class-names.ts';
import { IconButton, IconLink } from '../../../_ui/icon-button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useCopy } from '../../../_ui/use-copy.ts';
import { AssetThumb } from './asset-thumb.tsx';
import { FilesButton } from './files-button.tsx';

type AssetCardProps = {
  file: AssetFileView;
  isSelected: boolean;
  /** Whether who looks may change it. */
  mayWrite: boolean;
  select: () => void;
  replace: (files: File[]) => void;
  remove: () => void;
};

/** One file: what it looks like, its name, and what can be done with it. */
export function AssetCard({ file, isSelected, mayWrite, select, replace, remove }: AssetCardProps) {
  const { assets: texts } = useTexts();
  const { base, size, modifiedAt, sum } = file;
  return (
    <div
      role="group"
      aria-label={base}
      className={classNames(
        'grid grid-cols-[minmax(0,1fr)] overflow-hidden rounded-md border bg-s2',
        isSelected ? 'border-link shadow-[inset_0_0_0_1px_var(--link)]' : 'border-line',
      )}
    >
      <div className="relative">
        <AssetThumb file={file} />
        {mayWrite && (
          <label className="absolute top-0 left-0 grid size-9 place-items-center pointer-coarse:size-11">
            <input
              type="checkbox"
              checked={isSelected}
              onChange={select}
              aria-label={texts.select(base)}
              className="size-4 accent-(--act) pointer-coarse:size-5"
            />
          </label>
        )}
      </div>
      <div className="grid gap-0.5 border-t border-line px-2.5 pt-2">
        <p dir="auto" title={base} className="truncate text-sm font-semibold">
          {base}
        </p>
        <p className="flex min-w-0 gap-2 text-xs text-mute tabular-nums">
          <span className="shrink-0">{formatSize(size)}</span>
          <span className="min-w-0 truncate">{texts.date(modifiedAt)}</span>
          {sum === undefined && (
            <span className="shrink-0 text-warn" title={texts.readingHint}>
              {texts.reading}
            </span>
          )}
        </p>
      </div>
      <Tools file={file} mayWrite={mayWrite} replace={replace} remove={remove} />
    </div>
  );
}

type ToolsProps = Pick<AssetCardProps, 'file' | 'mayWrite' | 'replace' | 'remove'>;

function Tools({ file: { base, url }, mayWrite, replace, remove }: ToolsProps) {
  const { assets: texts } = useTexts();
  const canAct = useCanAct();
  const copy = useCopy();
  return (
    <div className="flex px-1 pb-1">
      <IconButton
        label={texts.copyUrl(base)}
        icon={<Copy size={15} aria-hidden />}
        onClick={() => void copy(new URL(url, location.origin).href)}
      />
      <IconLink
        label={texts.open(base)}
        href={url}
        target="_blank"
        rel="noreferrer"
        icon={<ExternalLink size={15} aria-hidden />}
      />
      {mayWrite && (
        <>
          <FilesButton
            label={texts.replace(base)}
            accept={extensionOf(base) === '' ? undefined : [extensionOf(base)]}
            disabled={!canAct}
            icon={<RefreshCw size={15} aria-hidden />}
            onFiles={replace}
          />
          <IconButton
            label={texts.delete(base)}
            disabled={!canAct}
            className="ml-auto"
            icon={<Trash2 size={15} aria-hidden />}
            onClick={remove}
          />
        </>
      )}
    </div>
  );
}
