'use client';

import * as Menu from '@radix-ui/react-dropdown-menu';
import { ChevronDown, ChevronRight, Ellipsis, RotateCw, SquareArrowOutUpRight } from 'lucide-react';
import type { CSSProperties, KeyboardEvent } from 'react';
import type { PanelRef } from '../../_data/workspaces.ts';
import { classNames } from '../../_ui/class-names.ts';
import { IconButton, IconLink } from '../../_ui/icon-button.tsx';
import { Kbd } from '../../_ui/kbd.tsx';
import { menuContentClass, menuItemClass } from '../../_ui/menu.ts';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { PanelTrouble } from './panel-trouble.tsx';

type PanelHeaderProps = {
  panelRef: PanelRef;
  /** In pixels. On little room the buttons go into one menu. */
  width: number;
  /** Absent where a panel can't be collapsed. */
  collapse?: { collapsed: boolean; toggle: () => void };
  onReload: () => void;
};

/** Title, trouble and controls of a panel. While the focus is here, O, C and R do what the buttons do. */
export function PanelHeader(props: PanelHeaderProps) {
  const { panelRef, width, collapse, onReload } = props;
  const { panel } = panelRef;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const actions: Record<string, () => void> = {
      c: () => collapse?.toggle(),
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
        'relative flex h-9 items-center gap-1 bg-s2 pr-0.5 pl-3.5 pointer-coarse:h-12',
        !collapse?.collapsed && 'border-b border-line',
      )}
    >
      <i aria-hidden className="absolute inset-y-0 left-0 w-[3px] bg-[color:var(--panel-edge)]" />
      <h2 dir="auto" title={`${panel.title} · ${panelRef.bundle.name}`} className="min-w-0 flex-1 truncate text-sm font-semibold">
        {panel.title}
      </h2>
      <PanelTrouble bundle={panelRef.bundle} iconOnly={width < 400} />
      {width < 200 ? <ActionMenu {...props} /> : <ActionButtons {...props} />}
    </header>
  );
}

function ActionButtons({ panelRef, collapse, onReload }: PanelHeaderProps) {
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
      <IconButton label={workspace.reload} keys="R" onClick={onReload} icon={<RotateCw size={15} aria-hidden />} />
      {collapse && (
        <IconButton
          label={collapse.collapsed ? workspace.expand : workspace.collapse}
          keys="C"
          aria-expanded={!collapse.collapsed}
          onClick={collapse.toggle}
          icon={collapse.collapsed ? <ChevronRight size={17} aria-hidden /> : <ChevronDown size={17} aria-hidden />}
        />
      )}
    </div>
  );
}

function ActionMenu({ panelRef, collapse, onReload }: PanelHeaderProps) {
  const { workspace } = useTexts();
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger
        aria-label={workspace.actions(panelRef.panel.title)}
        className="grid size-8 shrink-0 place-items-center rounded-md text-mute hover:bg-s3 hover:text-text pointer-coarse:size-11"
      >
        <Ellipsis size={16} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content align="end" sideOffset={4} collisionPadding={8} className={menuContentClass}>
          <Menu.Item asChild className={menuItemClass}>
            <a href={standaloneUrl(panelRef)} target="_blank" rel="noreferrer">
              <span className="flex-1">{workspace.open}</span>
              <Kbd keys="O" />
            </a>
          </Menu.Item>
          <Menu.Item onSelect={onReload} className={menuItemClass}>
            <span className="flex-1">{workspace.reload}</span>
            <Kbd keys="R" />
          </Menu.Item>
          {collapse && (
            <Menu.Item onSelect={collapse.toggle} className={menuItemClass}>
              <span className="flex-1">{collapse.collapsed ? workspace.expand : workspace.collapse}</span>
              <Kbd keys="C" />
            </Menu.Item>
          )}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}

function standaloneUrl({ panel }: PanelRef): string {
  return `${panel.url}?standalone=true`;
}
