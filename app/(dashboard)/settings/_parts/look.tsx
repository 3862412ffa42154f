'use client';

import { useRouter } from 'next/navigation';
import { languageCookie, rememberChoice, themes } from '../../../_ui/preference-names.ts';
import { Segmented } from '../../../_ui/segmented.tsx';
import { languages, textsOf } from '../../../_ui/texts/languages.ts';
import { useLanguage, useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useTheme } from '../../_shell/theme-provider.tsx';
import { Section } from './section.tsx';

/** Theme and language of this browser. */
export function Look() {
  const { settings: texts, top } = useTexts();
  const { theme, choose } = useTheme();
  const language = useLanguage();
  const router = useRouter();
  return (
    <Section id="look" title={texts.look}>
      <div className="flex flex-wrap gap-x-6 gap-y-3">
        <div className="grid justify-items-start gap-1.5">
          <span className="text-sm text-mute">{top.theme}</span>
          <Segmented
            label={top.theme}
            value={theme}
            options={themes.map((value) => ({ value, label: top.themes[value] }))}
            onChange={choose}
          />
        </div>
        <div className="grid justify-items-start gap-1.5">
          <span className="text-sm text-mute">{top.language}</span>
          <Segmented
            label={top.language}
            value={language}
            options={languages.map((value) => ({ value, label: textsOf(value).languageName }))}
            onChange={(value) => {
              rememberChoice(languageCookie, value);
              router.refresh();
            }}
          />
        </div>
      </div>
    </Section>
  );
}
