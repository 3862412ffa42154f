'use client';

import * as Menu from '@radix-ui/react-dropdown-menu';
import { Check, LayoutDashboard } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { SharedLayout } from '#contract/layout';
import { useLayoutActions } from '../../_data/use-layout-actions.ts';
import { looksSame, sharedOf, type ShownLayout } from '../../_data/workspace-layout.ts';
import type { Workspace } from '../../_data/workspaces.ts';
import { useLayouts } from '../../_live/layout-provider.tsx';
import { useCanAct } from '../../_live/live-provider.tsx';
import { useMay } from '../../_live/viewer-context.ts';
import { buttonClass } from '../../_ui/button.tsx';
import { classNames } from '../../_ui/class-names.ts';
import { menuContentClass, menuItemClass, menuLabelClass } from '../../_ui/menu.ts';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';
import { ShareDialog } from './share-dialog.tsx';

type LayoutMenuProps = { workspace: Workspace; shown: ShownLayout };
const disabledClass = 'data-disabled:cursor-not-allowed data-disabled:opacity-45';

/** Whose arrangement shows, and the way to another: shared ones, saving this one for everybody, starting over. */
export function LayoutMenu({ workspace, shown }: LayoutMenuProps) {
  const { layout: texts } = useTexts();
  const [isSharing, setSharing] = useState(false);
  const current = useCurrent({ workspace, shown });
  const name = current?.name ?? (shown.from === 'me' ? texts.mine : texts.bundles);
  return (
    <>
      <Menu.Root>
        <Menu.Trigger aria-label={texts.menuOf(name)} className={buttonClass('plain', 'ml-auto max-w-[min(22rem,70vw)]')}>
          <LayoutDashboard size={15} aria-hidden className="shrink-0" />
          <bdi className="truncate">{texts.menuOf(name)}</bdi>
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Content align="end" sideOffset={6} collisionPadding={8} className={classNames(menuContentClass, 'w-72')}>
            <SharedItems workspace={workspace} current={current} />
            <Menu.Separator className="my-1 h-px bg-line" />
            <ActItems workspace={workspace} shown={shown} current={current} share={() => setSharing(true)} />
          </Menu.Content>
        </Menu.Portal>
      </Menu.Root>
      <ShareDialog open={isSharing} onOpenChange={setSharing} workspace={workspace} layout={shown.layout} />
    </>
  );
}

/** The shared layout that this looks like. */
function useCurrent({ workspace, shown }: LayoutMenuProps): SharedLayout | undefined {
  const { shared } = useLayouts();
  if (shown.from === 'default') return shown.shared;
  return sharedOf(shared.layouts, workspace.name).find(({ layout }) => looksSame(workspace.panels, layout, shown.layout));
}

function SharedItems({ workspace, current }: { workspace: Workspace; current: SharedLayout | undefined }) {
  const { layout: texts } = useTexts();
  const { shared } = useLayouts();
  const actions = useLayoutActions();
  const all = sharedOf(shared.layouts, workspace.name);
  return (
    <Menu.RadioGroup
      value={current?.id ?? ''}
      onValueChange={(id) => {
        const chosen = all.find((one) => one.id === id);
        if (chosen) actions.apply(chosen);
      }}
    >
      <Menu.Label className={menuLabelClass}>{texts.shared}</Menu.Label>
      {all.length === 0 && <p className="px-2.5 pb-1.5 text-sm text-mute">{texts.noShared}</p>}
      {all.map(({ id, name, isDefault }) => (
        <Menu.RadioItem key={id} value={id} className={menuItemClass}>
          <span className="grid w-4 shrink-0 place-items-center">
            <Menu.ItemIndicator>
              <Check size={15} aria-hidden className="text-link" />
            </Menu.ItemIndicator>
          </span>
          <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
          {isDefault && <span className="text-xs text-mute">{texts.defaultMark}</span>}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

type ActItemsProps = LayoutMenuProps & { current: SharedLayout | undefined; share: () => void };

function ActItems({ workspace, shown, current, share }: ActItemsProps) {
  const { layout: texts } = useTexts();
  const { shared } = useLayouts();
  const actions = useLayoutActions();
  const disabled = !useCanAct();
  const mayShare = useMay()('layout.share');
  const others = current || !mayShare ? [] : sharedOf(shared.layouts, workspace.name);
  return (
    <>
      {mayShare && (
        <Menu.Item disabled={disabled} onSelect={share} className={classNames(menuItemClass, disabledClass)}>
          {texts.saveShared}
        </Menu.Item>
      )}
      {others.map((one) => (
        <Menu.Item
          key={one.id}
          disabled={disabled}
          onSelect={() => actions.update(one, workspace, shown.layout)}
          className={classNames(menuItemClass, disabledClass)}
        >
          <span className="min-w-0 truncate">{texts.update(one.name)}</span>
        </Menu.Item>
      ))}
      <Menu.Item asChild className={menuItemClass}>
        <Link href="/settings#shared-layouts">{texts.manage}</Link>
      </Menu.Item>
      <Menu.Item
        disabled={shown.from !== 'me'}
        onSelect={() => actions.reset(workspace.name)}
        className={classNames(menuItemClass, disabledClass)}
      >
        {texts.reset}
      </Menu.Item>
    </>
  );
}
