'use client';

import type { CSSProperties } from 'react';
import { Toaster } from 'sonner';
import { useTheme } from './theme-provider.tsx';

const colours = {
  '--normal-bg': 'var(--s3)',
  '--normal-text': 'var(--text)',
  '--normal-border': 'var(--edge)',
  fontFamily: 'var(--font-sans)',
} as CSSProperties;

/** What happened, for a moment, in the theme that the page has now. */
export function Toasts() {
  const { theme } = useTheme();
  return (
    <Toaster
      position="bottom-right"
      theme={theme}
      offset={{ bottom: 56, right: 16 }}
      mobileOffset={{ bottom: 120 }}
      style={colours}
    />
  );
}
