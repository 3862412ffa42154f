'use client';

import { Button } from '../../../_ui/button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useCopy } from '../../../_ui/use-copy.ts';

/** The codes, this once. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const { account: texts } = useTexts();
  const copy = useCopy();
  const asText = codes.join('\n');
  return (
    <div className="grid justify-items-start gap-3.5">
      <ul
        aria-label={texts.recovery}
        className="grid gap-x-6 gap-y-1 sm:grid-cols-2 rounded-md border border-line bg-bg px-4 py-3"
      >
        {codes.map((code) => (
          <li key={code} className="font-mono text-base whitespace-nowrap tabular-nums">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" onClick={onKept}>
          {texts.kept}
        </Button>
        <Button onClick={() => void copy(asText)}>{texts.copy}</Button>
        <Button onClick={() => download(texts.fileName, `${asText}\n`)}>{texts.download}</Button>
      </div>
    </div>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
