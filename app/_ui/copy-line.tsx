'use client';

import { Copy } from 'lucide-react';
import { useId } from 'react';
import { Button } from './button.tsx';
import { Labelled, TextInput } from './labelled.tsx';
import { useCopy } from './use-copy.ts';

/** A text to be copied: a secret that is shown this once, an address, a command. */
export function CopyLine({ label, text, copy }: { label: string; text: string; copy: string }) {
  const id = useId();
  const copyText = useCopy();
  return (
    <Labelled id={id} label={label}>
      <span className="flex min-w-0 gap-2 max-sm:flex-wrap">
        <TextInput
          id={id}
          dir="ltr"
          readOnly
          value={text}
          onFocus={(event) => event.target.select()}
          className="font-mono"
          spellCheck={false}
          autoComplete="off"
        />
        <Button aria-label={`${copy}: ${label}`} icon={<Copy size={15} aria-hidden />} onClick={() => void copyText(text)}>
          {copy}
        </Button>
      </span>
    </Labelled>
  );
}
