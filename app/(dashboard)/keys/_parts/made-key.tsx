'use client';

import type { KeyView } from '#contract/identity';
import { Button } from '../../../_ui/button.tsx';
import { CopyLine } from '../../../_ui/copy-line.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';

/** A key that was just made, with the addresses that it opens. It is gone with this. */
export function MadeKey({ made: { key, secret }, done }: { made: { key: KeyView; secret: string }; done: () => void }) {
  const { keys: texts } = useTexts();
  return (
    <div role="group" aria-label={texts.shownOnce(key.name)} className="grid gap-3">
      <h2 dir="auto" className="text-lg font-semibold [overflow-wrap:anywhere]">
        {texts.shownOnce(key.name)}
      </h2>
      <p role="status" className="text-sm text-warn">
        {texts.shownOnceText}
      </p>
      <CopyLine label={texts.secret} text={secret} copy={texts.copy} />
      {addressesOf(key, secret).map(({ path, address }) => (
        <CopyLine key={path} label={path} text={address} copy={texts.copy} />
      ))}
      <Button tone="primary" className="justify-self-start" onClick={done}>
        {texts.done}
      </Button>
    </div>
  );
}

/** Where a graphics key goes: behind each graphic that it names. */
function addressesOf({ kind, grants }: KeyView, secret: string): { path: string; address: string }[] {
  if (kind !== 'graphics') return [];
  return grants
    .filter((rule) => rule.kind === 'graphic' && !rule.pattern.includes('*'))
    .map(({ pattern }) => ({ path: pattern, address: `${location.origin}${pattern}?key=${encodeURIComponent(secret)}` }));
}
