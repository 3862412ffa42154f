'use client';

import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { usePlaceGroups } from '../../_shell/places.tsx';
import { useSearch } from '../../_shell/search-provider.tsx';
import { Section } from './section.tsx';

type Line = { keys: string; label: string };

/** The keys of places, panels and the whole dashboard. */
export function Keys() {
  const { settings: texts, workspace } = useTexts();
  const { shortcut } = useSearch();
  const places = usePlaceGroups()
    .flatMap((group) => group.places)
    .flatMap(({ keys, label }): Line[] => (keys === undefined ? [] : [{ keys, label }]));
  const anywhere = [
    { keys: shortcut, label: texts.keySearch },
    { keys: '[', label: texts.keyRail },
  ];
  const panel = [
    { keys: 'O', label: workspace.open },
    { keys: 'R', label: workspace.reload },
    { keys: 'C', label: `${workspace.collapse} / ${workspace.expand}` },
    { keys: '← ↑ → ↓', label: texts.keyArrows },
    { keys: '⇧ ← ↑ → ↓', label: texts.keyShiftArrows },
    { keys: 'Esc', label: texts.keyEscape },
  ];
  return (
    <Section id="keys" title={texts.keys} text={texts.keysText}>
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <Group title={texts.keysPlaces} lines={places} />
        <div className="grid content-start gap-4">
          <Group title={texts.keysAnywhere} lines={anywhere} />
          <Group title={texts.keysPanel} lines={panel} />
        </div>
      </div>
    </Section>
  );
}

function Group({ title, lines }: { title: string; lines: Line[] }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="pb-1 text-xs font-semibold tracking-[0.05em] text-faint uppercase">{title}</h3>
      <dl>
        {lines.map(({ keys, label }) => (
          <div key={keys} className="flex min-h-8 items-center justify-between gap-3 border-b border-line/60 last:border-0">
            <dt className="min-w-0 py-1 text-sm leading-5 [overflow-wrap:anywhere]" dir="auto">
              {label}
            </dt>
            <dd className="shrink-0">
              <kbd className="rounded border border-edge px-1.5 font-sans text-xs leading-[18px] font-medium text-mute">
                {keys}
              </kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
