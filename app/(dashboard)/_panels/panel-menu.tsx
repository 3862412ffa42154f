'use client';

import * as Menu from '@radix-ui/react-dropdown-menu';
import { Check, ChevronRight, Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import { mostColumns } from '#contract/layout';
import type { PanelRef } from '../../_data/workspaces.ts';
import { classNames } from '../../_ui/class-names.ts';
import { Kbd } from '../../_ui/kbd.tsx';
import { menuContentClass, menuItemClass, menuLabelClass } from '../../_ui/menu.ts';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import type { Spot } from './arranger.ts';
import type { PanelArranging } from './panel-header.tsx';

type PanelMenuProps = {
  panelRef: PanelRef;
  arranging: PanelArranging | undefined;
  /** True where there is no room for buttons. */
  hasAll: boolean;
  standaloneUrl: string;
  onReload: () => void;
};

/** Everything that can be done with a panel beside its buttons. */
export function PanelMenu({ panelRef, arranging, hasAll, standaloneUrl, onReload }: PanelMenuProps) {
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
          {hasAll && (
            <Menu.Item asChild className={menuItemClass}>
              <a href={standaloneUrl} target="_blank" rel="noreferrer">
                <span className="flex-1">{workspace.open}</span>
                <Kbd keys="O" />
              </a>
            </Menu.Item>
          )}
          {hasAll && arranging && (
            <Item label={arranging.collapsed ? workspace.expand : workspace.collapse} keys="C" onSelect={arranging.toggle} />
          )}
          <Item label={workspace.reload} keys="R" onSelect={onReload} />
          {arranging && <ArrangeItems id={panelRef.id} arranging={arranging} />}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}

function ArrangeItems({ id, arranging }: { id: string; arranging: PanelArranging }) {
  const { layout: texts } = useTexts();
  const { arranger, isStack } = arranging;
  return (
    <>
      <Menu.Separator className="my-1 h-px bg-line" />
      <Sub label={texts.place} isInline={isStack}>
        {(['first', 'earlier', 'later', 'last'] satisfies Spot[]).map((spot) => (
          <Item key={spot} label={texts[spot]} onSelect={() => arranger.shift(id, spot)} keepsOpen />
        ))}
      </Sub>
      {!isStack && <WidthItems id={id} arranging={arranging} />}
      {!arranging.collapsed && <HeightItems id={id} arranging={arranging} />}
      <Item label={texts.resetPanel} onSelect={() => arranger.resetPanel(id)} disabled={!arranging.isArranged} />
    </>
  );
}

function WidthItems({ id, arranging: { arranger, columns, usual } }: { id: string; arranging: PanelArranging }) {
  const { layout: texts } = useTexts();
  const widths = Array.from({ length: mostColumns }, (_, index) => index + 1);
  return (
    <Sub label={texts.width} value={texts.columns(columns)}>
      <Menu.RadioGroup value={String(columns)} onValueChange={(value) => arranger.resize(id, { columns: Number(value) })}>
        {widths.map((width) => (
          <Menu.RadioItem key={width} value={String(width)} className={menuItemClass}>
            <Mark />
            <span className="flex-1 tabular-nums">{texts.columns(width)}</span>
            {width === usual && <span className="text-xs text-mute">{texts.usual}</span>}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </Sub>
  );
}

function HeightItems({ id, arranging: { arranger, heightPx, isStack } }: { id: string; arranging: PanelArranging }) {
  const { layout: texts } = useTexts();
  return (
    <Sub label={texts.height} value={heightPx === undefined ? texts.automatic : `${heightPx} px`} isInline={isStack}>
      <Menu.CheckboxItem
        checked={heightPx === undefined}
        onCheckedChange={() => arranger.resize(id, { heightPx: null })}
        className={menuItemClass}
      >
        <Mark />
        {texts.automatic}
      </Menu.CheckboxItem>
      <Item label={texts.taller} onSelect={() => arranger.resizeBy(id, { heightPx: 40 })} keepsOpen inset />
      <Item label={texts.shorter} onSelect={() => arranger.resizeBy(id, { heightPx: -40 })} keepsOpen inset />
    </Sub>
  );
}

type SubProps = { label: string; value?: string; isInline?: boolean; children: ReactNode };

/** Choices that belong together: beside the menu, or on a phone, which has no room there, in it. */
function Sub({ label, value, isInline = false, children }: SubProps) {
  if (isInline)
    return (
      <Menu.Group>
        <Menu.Label className={menuLabelClass}>{label}</Menu.Label>
        {children}
      </Menu.Group>
    );
  return (
    <Menu.Sub>
      <Menu.SubTrigger className={classNames(menuItemClass, 'data-[state=open]:bg-s3')}>
        <span className="flex-1">{label}</span>
        {value !== undefined && <span className="text-sm text-mute tabular-nums">{value}</span>}
        <ChevronRight size={15} aria-hidden className="text-mute" />
      </Menu.SubTrigger>
      <Menu.Portal>
        <Menu.SubContent sideOffset={4} collisionPadding={8} className={classNames(menuContentClass, 'w-48')}>
          {children}
        </Menu.SubContent>
      </Menu.Portal>
    </Menu.Sub>
  );
}

type ItemProps = { label: string; keys?: string; onSelect: () => void; keepsOpen?: boolean; disabled?: boolean; inset?: boolean };

function Item({ label, keys, onSelect, keepsOpen = false, disabled = false, inset = false }: ItemProps) {
  return (
    <Menu.Item
      disabled={disabled}
      onSelect={(event) => {
        if (keepsOpen) event.preventDefault();
        onSelect();
      }}
      className={classNames(menuItemClass, 'data-disabled:cursor-not-allowed data-disabled:opacity-45')}
    >
      {inset && <span className="w-4" />}
      <span className="flex-1">{label}</span>
      {keys !== undefined && <Kbd keys={keys} />}
    </Menu.Item>
  );
}

function Mark() {
  return (
    <span className="grid w-4 place-items-center">
      <Menu.ItemIndicator>
        <Check size={15} aria-hidden className="text-link" />
      </Menu.ItemIndicator>
    </span>
  );
}
