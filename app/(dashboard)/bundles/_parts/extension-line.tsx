'use client';

import type { ExtensionState, ExtensionView } from '#contract/bundle';
import { Dot, type Tone } from '../../../_ui/tag.tsx';
import { useLanguage, useTexts } from '../../../_ui/texts/texts-provider.tsx';

const tones: Record<ExtensionState, Tone> = {
  none: 'off',
  starting: 'off',
  running: 'ready',
  unresponsive: 'warn',
  restarting: 'warn',
  stopped: 'off',
  failed: 'warn',
};

/** The extension's state, how often it came back, and why it went. */
export function ExtensionLine({ extension }: { extension: ExtensionView }) {
  const { bundles: texts } = useTexts();
  const { state, restarts, retryInMs, lastError } = extension;
  if (state === 'none') return null;
  return (
    <div className="grid gap-1 border-t border-line px-3.5 py-2.5 text-sm">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <Dot tone={tones[state]} />
        <span className="text-mute">{texts.extension}</span>
        <span className={tones[state] === 'warn' ? 'font-semibold text-warn' : undefined}>{texts.extensionStates[state]}</span>
        {restarts > 0 && <span className="text-mute">· {texts.restarts(restarts)}</span>}
        {retryInMs !== undefined && <span className="text-mute">· {texts.retryIn(Math.ceil(retryInMs / 1000))}</span>}
      </p>
      {lastError && <LastError error={lastError} isNow={state !== 'running'} />}
    </div>
  );
}

function LastError({ error, isNow }: { error: NonNullable<ExtensionView['lastError']>; isNow: boolean }) {
  const { bundles: texts } = useTexts();
  const language = useLanguage();
  const where = [error.file, error.line !== undefined && texts.line(error.line)].filter(Boolean).join(', ');
  return (
    <p className="pl-4 text-mute">
      {texts.lastError}
      {/* Local time: the server's rendering may differ by its zone. */}
      <time suppressHydrationWarning dateTime={new Date(error.at).toISOString()} className="mx-1.5 tabular-nums">
        {new Date(error.at).toLocaleTimeString(language === 'en' ? 'en-GB' : language)}
      </time>
      {where && <code className="mr-1.5 text-text">{where}</code>}
      <span dir="auto" className={isNow ? 'text-warn [overflow-wrap:anywhere]' : '[overflow-wrap:anywhere]'}>
        {error.message}
      </span>
    </p>
  );
}
