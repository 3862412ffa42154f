'use client';

import * as Menu from '@radix-ui/react-dropdown-menu';
import { Check, CircleUserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useViewer } from '../../_live/viewer-context.ts';
import { menuContentClass, menuItemClass, menuLabelClass } from '../../_ui/menu.ts';
import { languageCookie, rememberChoice, themes, type Theme } from '../../_ui/preference-names.ts';
import { languages, textsOf, type Language } from '../../_ui/texts/languages.ts';
import { useLanguage, useTexts } from '../../_ui/texts/texts-provider.tsx';
import { AccountItems } from './account-items.tsx';
import { useTheme } from './theme-provider.tsx';

/** Who I am, and how I like it: theme and language. */
export function ViewerMenu() {
  const { top, access } = useTexts();
  const viewer = useViewer().viewer?.actor;
  const name = viewer === undefined ? access.unknownViewer : viewer.id === 'local' ? top.localUser : viewer.id;
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label={`${top.you}: ${name}`}
        className="inline-flex h-8 shrink-0 items-center gap-1.5 rounded-full border border-line bg-s2 px-2.5 text-xs text-mute hover:border-edge hover:text-text max-sm:border-0 max-sm:bg-transparent max-sm:px-1 pointer-coarse:h-11"
      >
        <CircleUserRound size={16} aria-hidden className="max-sm:size-5" />
        <span dir="auto" className="max-w-32 truncate max-lg:sr-only">
          {name}
        </span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content align="end" sideOffset={8} collisionPadding={8} className={menuContentClass}>
          <p className="border-b border-line px-2.5 pt-1.5 pb-2">
            <b dir="auto" className="block truncate font-semibold">
              {name}
            </b>
            {viewer && (
              <span className="text-xs text-mute">
                {top.roles[viewer.role]}
                {viewer.access?.reach === 'granted' && ` · ${access.reaches.granted}`}
              </span>
            )}
          </p>
          <ThemeChoice />
          <LanguageChoice />
          <AccountItems />
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}

function ThemeChoice() {
  const { top } = useTexts();
  const { theme, choose } = useTheme();
  return (
    <Menu.RadioGroup value={theme} onValueChange={(value) => choose(value as Theme)}>
      <Menu.Label className={menuLabelClass}>{top.theme}</Menu.Label>
      {themes.map((value) => (
        <Choice key={value} value={value} label={top.themes[value]} />
      ))}
    </Menu.RadioGroup>
  );
}

function LanguageChoice() {
  const { top } = useTexts();
  const router = useRouter();
  const choose = (value: string) => {
    rememberChoice(languageCookie, value);
    router.refresh();
  };
  return (
    <Menu.RadioGroup value={useLanguage()} onValueChange={choose}>
      <Menu.Label className={menuLabelClass}>{top.language}</Menu.Label>
      {languages.map((value: Language) => (
        <Choice key={value} value={value} label={textsOf(value).languageName} />
      ))}
    </Menu.RadioGroup>
  );
}

function Choice({ value, label }: { value: string; label: string }) {
  return (
    <Menu.RadioItem value={value} className={menuItemClass}>
      <span className="grid w-4 place-items-center">
        <Menu.ItemIndicator>
          <Check size={15} aria-hidden className="text-link" />
        </Menu.ItemIndicator>
      </span>
      {label}
    </Menu.RadioItem>
  );
}
