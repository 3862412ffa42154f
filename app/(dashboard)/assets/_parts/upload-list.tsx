'use client';

import { RotateCcw, X } from 'lucide-react';
import type { Upload } from '../../../_data/uploads.ts';
import { formatSize } from '../../../_data/amounts.ts';
import { Button } from '../../../_ui/button.tsx';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

type UploadListProps = {
  title: string;
  uploads: readonly Upload[];
  canAct: boolean;
  again: (id: number) => void;
  drop: (id: number) => void;
};

/** What is on its way, and what was refused and why. */
export function UploadList({ title, uploads, canAct, again, drop }: UploadListProps) {
  const { assets: texts } = useTexts();
  if (uploads.length === 0) return null;
  return (
    <ul aria-label={texts.uploads(title)} className="grid gap-1.5">
      {uploads.map((upload) => (
        <li
          key={upload.id}
          className="flex min-h-10 items-center gap-x-3 gap-y-1 rounded-md border border-line bg-s2 px-3 py-1 max-sm:flex-wrap"
        >
          <span dir="auto" className="max-w-72 min-w-0 shrink-0 truncate text-sm font-semibold" title={upload.name}>
            {upload.name}
          </span>
          <span className="shrink-0 text-xs text-mute tabular-nums">{formatSize(upload.file.size)}</span>
          {upload.state === 'failed' ? <Failed upload={upload} canAct={canAct} again={again} /> : <Progress upload={upload} />}
          <IconButton
            label={upload.state === 'failed' ? texts.dismiss(upload.name) : texts.cancelUpload(upload.name)}
            icon={<X size={16} aria-hidden />}
            onClick={() => drop(upload.id)}
          />
        </li>
      ))}
    </ul>
  );
}

function Progress({ upload: { name, state, sent } }: { upload: Upload }) {
  const { assets: texts } = useTexts();
  const percent = Math.floor(sent * 100);
  const word = state === 'waiting' ? texts.waiting : sent >= 1 ? texts.finishing : texts.sent(percent);
  return (
    <>
      <span
        role="progressbar"
        aria-label={name}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={word}
        className="h-1.5 min-w-16 flex-1 overflow-hidden rounded-full bg-s3"
      >
        <i className="block h-full rounded-full bg-link" style={{ width: `${percent}%` }} />
      </span>
      <span className="min-w-14 shrink-0 text-right text-sm text-mute tabular-nums">{word}</span>
    </>
  );
}

function Failed({ upload, canAct, again }: { upload: Upload; canAct: boolean; again: (id: number) => void }) {
  const { assets: texts } = useTexts();
  const isBroken = upload.reason === '';
  return (
    <>
      <span role="alert" className="min-w-0 flex-1 text-sm text-warn [overflow-wrap:anywhere] max-sm:basis-full">
        {isBroken ? texts.connectionLost : upload.reason}
      </span>
      {isBroken && (
        <Button
          disabled={!canAct}
          aria-label={texts.againNamed(upload.name)}
          icon={<RotateCcw size={14} aria-hidden />}
          onClick={() => again(upload.id)}
        >
          {texts.again}
        </Button>
      )}
    </>
  );
}
