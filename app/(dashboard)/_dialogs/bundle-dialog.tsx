'use client';

import { X } from 'lucide-react';
import { useId, useRef, type CSSProperties } from 'react';
import { dialogElementId } from '../../_data/dialogs.ts';
import type { PanelRef } from '../../_data/workspaces.ts';
import { useLive } from '../../_live/live-provider.tsx';
import { Button } from '../../_ui/button.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { panelWidth } from '../_panels/pack.ts';
import { PanelBody } from '../_panels/panel-body.tsx';
import { PanelTrouble } from '../_panels/panel-trouble.tsx';
import { ScriptError } from '../_panels/script-error.tsx';
import { usePanelFrame } from '../_panels/use-panel-frame.ts';
import type { NcgDialog } from './ncg-dialog.ts';
import { usePageColour } from './use-page-colour.ts';

/** A dialog with its title, its page and the manifest's buttons. Whether it shows is the element's business. */
export function BundleDialog({ panelRef }: { panelRef: PanelRef }) {
  const { bundle, panel } = panelRef;
  const element = useRef<NcgDialog>(null);
  const titleId = useId();
  const { frame, load, height, error, reload } = usePanelFrame(panelRef);
  const isStale = useLive().state === 'reconnecting';
  const colour = usePageColour(frame, load.state);
  const look = { '--dialog-width': `${panelWidth(panel.width)}px`, '--panel-edge': panel.headerColor, ...colour };
  return (
    <ncg-dialog
      ref={element}
      id={dialogElementId(panelRef)}
      bundle={bundle.name}
      panel={panel.name}
      width={panel.width}
      tabIndex={-1}
      aria-labelledby={titleId}
      style={look as CSSProperties}
    >
      <DialogHeader panelRef={panelRef} titleId={titleId} cancel={() => element.current?.cancel()} />
      <ScriptError error={error} />
      <paper-dialog-scrollable>
        <PanelBody
          panelRef={panelRef}
          frame={frame}
          load={load}
          heightPx={height.px}
          collapsed={false}
          stale={isStale}
          onReload={reload}
          lazy
        />
      </paper-dialog-scrollable>
      <DialogButtons panelRef={panelRef} stale={isStale} />
    </ncg-dialog>
  );
}

type HeaderProps = { panelRef: PanelRef; titleId: string; cancel: () => void };

function DialogHeader({ panelRef: { bundle, panel }, titleId, cancel }: HeaderProps) {
  const texts = useTexts();
  const hasDismiss = panel.dialogButtons.some(({ type }) => type === 'dismiss');
  return (
    <header className="relative flex min-h-10 shrink-0 items-center gap-1 border-b border-line bg-s2 pr-1 pl-4 pointer-coarse:min-h-12">
      <i aria-hidden className="absolute inset-y-0 left-0 w-1 bg-[color:var(--panel-edge)]" />
      <h2 id={titleId} dir="auto" title={`${panel.title} · ${bundle.name}`} className="min-w-0 flex-1 truncate font-semibold">
        {panel.title}
      </h2>
      {/* Its link leads to a page under the dialog. */}
      <div onClick={cancel} className="contents">
        <PanelTrouble bundle={bundle} iconOnly={panel.width < 3} />
      </div>
      {/* One way out is drawn: the manifest's own button where it has one. */}
      {!hasDismiss && (
        <button
          type="button"
          aria-label={texts.close}
          title={texts.close}
          onClick={cancel}
          className="grid size-8 shrink-0 place-items-center rounded-md text-mute hover:bg-s3 hover:text-text pointer-coarse:size-11"
        >
          <X size={17} aria-hidden />
        </button>
      )}
    </header>
  );
}

function DialogButtons({ panelRef: { panel }, stale }: { panelRef: PanelRef; stale: boolean }) {
  const { waitsForConnection } = useTexts();
  if (panel.dialogButtons.length === 0) return null;
  return (
    <div className="buttons flex shrink-0 flex-wrap justify-end gap-2 border-t border-line bg-s1 p-3">
      {panel.dialogButtons.map(({ name, type }, index) =>
        type === 'confirm' ? (
          <Button key={index} tone="ready" disabled={stale} title={stale ? waitsForConnection : undefined} dialog-confirm="">
            {name}
          </Button>
        ) : (
          <Button key={index} dialog-dismiss="">
            {name}
          </Button>
        ),
      )}
    </div>
  );
}
