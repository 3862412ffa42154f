'use client';

import { toast } from 'sonner';
import { useTexts } from './texts/texts-provider.tsx';

/** Copies a text and says so; says also where the browser has no clipboard for this page. */
export function useCopy(): (text: string) => Promise<void> {
  const { replicants: texts } = useTexts();
  return async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      toast.success(texts.copied, { id: 'copied' });
    } catch {
      toast.error(texts.copyFailed, { id: 'copied' });
    }
  };
}
