'use client';

import { ChevronDown, ChevronRight, SquareArrowOutUpRight } from 'lucide-react';
import type { CSSProperties, KeyboardEvent } from 'react';
import type { PanelRef } from '../../_data/workspaces.ts';
import { classNames } from '../../_ui/class-names.ts';
import { IconButton, IconLink } from '../../_ui/icon-button.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import type { Arranger } from './arranger.ts';
import { MoveHandle } from './move-handle.tsx';
import { PanelMenu } from './panel-menu.tsx';
import { PanelTrouble } from './panel-trouble.tsx';

/** A panel on a grid: how it is arranged, and the way to change that. */
export type PanelArranging = {
  arranger: Arranger;
  collapsed: boolean;
  columns: number;
  /** The width that its bundle gives it. */
  usual: number;
  /** Undefined: as high as its page. */
  heightPx: number | undefined;
  /** Something about it can be reset. */
  isArranged: boolean;
  isStack: boolean;
  toggle: () => void;
};

type PanelHeaderProps = {
  panelRef: PanelRef;
  /** In pixels. On little room the buttons go into the menu. */
  width: number;
  /** Absent where a panel has the place to itself. */
  arranging?: PanelArranging;
  onReload: () => void;
};

/** Below this the title would have less room than the buttons. */
const narrowPx = 260;

/** Title, trouble and controls of a panel. While the focus is here, O, C and R do what the buttons do. */
export function PanelHeader(props: PanelHeaderProps) {
  const { panelRef, width, arranging, onReload } = props;
  const { panel } = panelRef;
  const isNarrow = width < narrowPx;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const actions: Record<string, () => void> = {
      c: () => arranging?.toggle(),
      r: onReload,
      o: () => open(standaloneUrl(panelRef), '_blank'),
    };
    const action = actions[event.key.toLowerCase()];
    if (!action) return;
    event.stopPropagation();
    action();
  };
  return (
    <header
      onKeyDown={onKeyDown}
      style={{ '--panel-edge': panel.headerColor } as CSSProperties}
      className={classNames(
        'relative flex min-h-9 items-center gap-0.5 bg-s2 pr-0.5 pointer-coarse:min-h-12',
        arranging ? 'pl-1.5' : 'pl-3.5',
        // Under a finger the controls of a narrow panel leave no room for its title: it has a line of its own.
        isNarrow && 'pointer-coarse:flex-wrap',
        !arranging?.collapsed && 'border-b border-line',
      )}
    >
      <i aria-hidden className="absolute inset-y-0 left-0 w-[3px] bg-[color:var(--panel-edge)]" />
      {arranging && <MoveHandle id={panelRef.id} title={panel.title} arranger={arranging.arranger} />}
      <h2
        dir="auto"
        title={`${panel.title} · ${panelRef.bundle.name}`}
        className={classNames(
          'min-w-0 flex-1 truncate text-sm font-semibold select-none',
          isNarrow && 'pointer-coarse:-order-1 pointer-coarse:basis-full pointer-coarse:px-2 pointer-coarse:pt-1.5',
        )}
      >
        {panel.title}
      </h2>
      <PanelTrouble bundle={panelRef.bundle} iconOnly={width < 420} />
      {!isNarrow && <ActionButtons {...props} />}
      <PanelMenu
        panelRef={panelRef}
        arranging={arranging}
        hasAll={isNarrow}
        standaloneUrl={standaloneUrl(panelRef)}
        onReload={onReload}
      />
    </header>
  );
}

function ActionButtons({ panelRef, arranging }: PanelHeaderProps) {
  const { workspace } = useTexts();
  return (
    <div className="flex">
      <IconLink
        label={workspace.open}
        keys="O"
        href={standaloneUrl(panelRef)}
        target="_blank"
        rel="noreferrer"
        icon={<SquareArrowOutUpRight size={15} aria-hidden />}
      />
      {arranging && (
        <IconButton
          label={arranging.collapsed ? workspace.expand : workspace.collapse}
          keys="C"
          aria-expanded={!arranging.collapsed}
          onClick={arranging.toggle}
          icon={arranging.collapsed ? <ChevronRight size={17} aria-hidden /> : <ChevronDown size={17} aria-hidden />}
        />
      )}
    </div>
  );
}

function standaloneUrl({ panel }: PanelRef): string {
  return `${panel.url}?standalone=true`;
}
