import type { Metadata, Viewport } from 'next';
import Script from 'next/script';
import type { ReactNode } from 'react';
import { realtimeUrl } from './_trpc/server.ts';
import { readPreferences } from './_ui/preferences.ts';
import { textsOf } from './_ui/texts/languages.ts';
import { TextsProvider } from './_ui/texts/texts-provider.tsx';
import './globals.css';

export const viewport: Viewport = { width: 'device-width', initialScale: 1, viewportFit: 'cover', themeColor: '#11151c' };

export async function generateMetadata(): Promise<Metadata> {
  const { language } = await readPreferences();
  const { product } = textsOf(language);
  return { title: { default: product, template: `%s · ${product}` }, applicationName: product, icons: { icon: '/icon.svg' } };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { language, theme } = await readPreferences();
  return (
    // Read by /nodecg-api.min.js, before anything connects.
    <html lang={language} data-theme={theme} data-realtime-url={realtimeUrl()}>
      <body>
        <TextsProvider language={language}>{children}</TextsProvider>
        {/* Panels take `NodeCG` and `socket` from this window (real-bundles.md P4), so both are here before any of them. */}
        <Script src="/nodecg-api.min.js" strategy="beforeInteractive" />
      </body>
    </html>
  );
}
