'use client';

import { useRef, useState, type CSSProperties } from 'react';
import type { GraphicRef } from '../../../_data/tally.ts';
import { affects, useBundleChange } from '../../../_live/bundle-changes.ts';
import { useIsNear } from '../../../_ui/use-is-near.ts';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useSize } from '../../_panels/use-size.ts';
import { previewUrl } from './graphic-urls.ts';

/** The real page, live, small, on a checkerboard: what is transparent shows it. */
export function GraphicPreview({ graphicRef }: { graphicRef: GraphicRef }) {
  const area = useRef<HTMLDivElement>(null);
  const isNear = useIsNear(area);
  return (
    <div ref={area} className="checkerboard relative aspect-video overflow-hidden rounded-t-[7px]">
      {isNear && <LivePage graphicRef={graphicRef} />}
    </div>
  );
}

function LivePage({ graphicRef: { bundle, graphic } }: { graphicRef: GraphicRef }) {
  const { graphics: texts } = useTexts();
  const { ref, size } = useSize();
  const frame = useRef<HTMLIFrameElement>(null);
  const [loaded, setLoaded] = useState(false);
  useBundleChange((change) => {
    if (affects(change, { bundle: bundle.name, kind: 'graphic', target: graphic.file }))
      frame.current?.contentWindow?.location.reload();
  });
  const scale = size ? Math.min(size.width / graphic.width, size.height / graphic.height) : 0;
  const style: CSSProperties = {
    width: graphic.width,
    height: graphic.height,
    transform: `translate(-50%, -50%) scale(${scale})`,
    opacity: loaded ? 1 : 0,
  };
  const onLoad = () => {
    setLoaded(true);
    matchColorScheme(frame.current);
  };
  return (
    <div ref={ref} inert className="absolute inset-0">
      {scale > 0 && (
        <iframe
          ref={frame}
          src={previewUrl(graphic)}
          title={texts.preview(graphic.title)}
          tabIndex={-1}
          onLoad={onLoad}
          style={style}
          className="pointer-events-none absolute top-1/2 left-1/2 max-w-none border-0"
        />
      )}
    </div>
  );
}

/** An iframe of another colour scheme than its page gets an opaque backdrop, and a graphic must stay transparent. */
function matchColorScheme(frame: HTMLIFrameElement | null): void {
  const root = frame?.contentDocument?.documentElement;
  if (frame && root) frame.style.colorScheme = getComputedStyle(root).colorScheme;
}
