'use client';

import { File, FileText, FileType, Film, Image, Music, Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import type { AssetFileView } from '#contract/asset';
import { extensionOf } from '#contract/asset-name';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useIsNear } from '../../../_ui/use-is-near.ts';

type Kind = 'image' | 'video' | 'audio' | 'font' | 'text' | 'other';

const kinds: Record<Exclude<Kind, 'other'>, string[]> = {
  image: ['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'apng', 'bmp', 'ico', 'svg'],
  video: ['mp4', 'm4v', 'webm', 'mov', 'ogv'],
  audio: ['mp3', 'ogg', 'oga', 'opus', 'wav', 'flac', 'aac', 'm4a'],
  font: ['woff', 'woff2', 'ttf', 'otf'],
  text: ['txt', 'csv', 'json', 'md', 'html', 'css', 'js', 'pdf', 'srt', 'vtt'],
};
const icons = { image: Image, video: Film, audio: Music, font: FileType, text: FileText, other: File };

/** Larger pictures are shown by an icon: a phone would have to load all of each. */
const mostBytes = 12_000_000;

/** What a file looks like, loaded only near the screen. A replaced file is loaded anew. */
export function AssetThumb({ file }: { file: AssetFileView }) {
  const area = useRef<HTMLDivElement>(null);
  const isNear = useIsNear(area);
  const kind = kindOf(file.base);
  const key = `${file.sum ?? ''}-${file.modifiedAt}`;
  return (
    <div ref={area} className="checkerboard grid h-28 place-items-center overflow-hidden">
      {isNear ? <Content key={key} file={file} kind={kind} version={key} /> : null}
    </div>
  );
}

function Content({ file, kind, version }: { file: AssetFileView; kind: Kind; version: string }) {
  const [failed, setFailed] = useState(false);
  const source = `${file.url}?${version}`;
  if (kind === 'audio') return <Sound file={file} source={source} />;
  if (failed || (kind === 'image' && file.size > mostBytes)) return <Icon kind={kind} base={file.base} />;
  if (kind === 'image')
    return (
      <img
        src={source}
        alt=""
        loading="lazy"
        decoding="async"
        onError={() => setFailed(true)}
        className="h-28 w-full object-contain p-1.5"
      />
    );
  if (kind === 'video')
    return (
      <video
        src={`${source}#t=0.1`}
        preload="metadata"
        muted
        playsInline
        tabIndex={-1}
        onError={() => setFailed(true)}
        className="h-28 w-full object-contain"
      />
    );
  return <Icon kind={kind} base={file.base} />;
}

function Icon({ kind, base }: { kind: Kind; base: string }) {
  const Symbol = icons[kind];
  return (
    <span className="grid h-full w-full place-items-center content-center gap-1 bg-s3 text-mute">
      <Symbol size={28} aria-hidden />
      <span className="text-xs font-semibold uppercase">{extensionOf(base).slice(0, 8)}</span>
    </span>
  );
}

function Sound({ file, source }: { file: AssetFileView; source: string }) {
  const { assets: texts } = useTexts();
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const toggle = () => {
    if (isPlaying) audio.current?.pause();
    else void audio.current?.play().catch(() => setPlaying(false));
  };
  return (
    <span className="grid h-full w-full place-items-center content-center gap-1 bg-s3 text-mute">
      <audio
        ref={audio}
        src={source}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
      />
      <IconButton
        label={isPlaying ? texts.stop(file.base) : texts.play(file.base)}
        aria-pressed={isPlaying}
        icon={isPlaying ? <Pause size={22} aria-hidden /> : <Play size={22} aria-hidden />}
        onClick={toggle}
        className="border border-edge bg-s1"
      />
      <span className="text-xs font-semibold uppercase">{extensionOf(file.base)}</span>
    </span>
  );
}

function kindOf(base: string): Kind {
  const extension = extensionOf(base);
  return (Object.keys(kinds) as (keyof typeof kinds)[]).find((kind) => kinds[kind].includes(extension)) ?? 'other';
}
