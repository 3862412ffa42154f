'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTRPC } from '../../../_trpc/trpc.ts';
import { CopyLine } from '../../../_ui/copy-line.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useIsBrowser } from '../../../_ui/use-is-browser.ts';

/** How the server is started so that people sign in, on this machine's system first. */
export function StartCommand() {
  const { secure: texts } = useTexts();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.system.about.queryOptions(undefined, { staleTime: 60_000 }));
  const isWindows = data?.platform.toLowerCase().startsWith('win') ?? false;
  const lines = [
    { label: texts.unix, text: 'AUTH_MODE=login HOST=0.0.0.0 npm start' },
    { label: texts.windows, text: "$env:AUTH_MODE='login'; $env:HOST='0.0.0.0'; npm start" },
  ];
  return (
    <>
      {(isWindows ? lines.reverse() : lines).map((line) => (
        <CopyLine key={line.label} {...line} copy={texts.copy} />
      ))}
      <CopyLine label={texts.file} text={'"host": "0.0.0.0", "login": { "enabled": true }'} copy={texts.copy} />
      {(data?.addresses.length ?? 0) > 0 && (
        <p className="text-sm text-mute">
          {texts.addresses} <span className="text-text">{data?.addresses.join(', ')}</span>
        </p>
      )}
    </>
  );
}

/** Whether this page came through HTTPS, and what turns it on. */
export function Https() {
  const { secure: texts } = useTexts();
  const isBrowser = useIsBrowser();
  const isOn = isBrowser && location.protocol === 'https:';
  return (
    <>
      {isBrowser && (
        <p className="flex items-center gap-2 text-sm">
          {isOn ? (
            <CircleCheck size={17} aria-hidden className="shrink-0 text-ready" />
          ) : (
            <TriangleAlert size={17} aria-hidden className="shrink-0 text-mute" />
          )}
          {isOn ? texts.httpsOn : texts.httpsNow}
        </p>
      )}
      <CopyLine
        label="cfg/nodecg.json"
        text={'"ssl": { "enabled": true, "certificatePath": "fullchain.pem", "keyPath": "privkey.pem" }'}
        copy={texts.copy}
      />
      <CopyLine label={texts.httpsProxy} text="TRUSTED_PROXIES=127.0.0.1" copy={texts.copy} />
    </>
  );
}
