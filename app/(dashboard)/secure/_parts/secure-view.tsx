'use client';

import { Laptop, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useViewer } from '../../../_live/viewer-context.ts';
import { PageHeader } from '../../../_ui/page-header.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { Gate } from '../../_people/gate.tsx';
import { FirstAdmin } from './first-admin.tsx';
import { Https, StartCommand } from './commands.tsx';

/** What it takes to let a crew in, and nobody else. */
export function SecureView() {
  return (
    <Gate action="settings.change">
      <Steps />
    </Gate>
  );
}

function Steps() {
  const { secure: texts } = useTexts();
  return (
    <>
      <PageHeader title={texts.title} />
      <div className="grid max-w-[900px] grid-cols-[minmax(0,1fr)] gap-3">
        <Now />
        <ol className="grid gap-3">
          <Step number={1} title={texts.admin} text={texts.adminText}>
            <FirstAdmin />
          </Step>
          <Step number={2} title={texts.start} text={texts.startText}>
            <StartCommand />
          </Step>
          <Step number={3} title={texts.https} text={texts.httpsText}>
            <Https />
          </Step>
        </ol>
        <section aria-label={texts.afterwards} className="grid gap-2 rounded-lg border border-line bg-s1 p-3.5">
          <h2 className="text-lg font-semibold">{texts.afterwards}</h2>
          <ul className="grid list-disc gap-1.5 pl-5 text-sm text-mute">
            {texts.after.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      </div>
    </>
  );
}

/** How it is now. */
function Now() {
  const { secure: texts } = useTexts();
  const isOpen = useViewer().viewer?.mode === 'open';
  const Icon = isOpen ? Laptop : Lock;
  return (
    <div className="flex gap-3 rounded-lg border border-line bg-s1 p-3.5">
      <Icon size={20} aria-hidden className="mt-0.5 shrink-0 text-mute" />
      <div className="grid gap-1">
        <p className="font-semibold">{isOpen ? texts.openNow : texts.loginNow}</p>
        <p className="max-w-[70ch] text-sm text-mute">{isOpen ? texts.openNowText : texts.loginNowText}</p>
      </div>
    </div>
  );
}

function Step(props: { number: number; title: string; text: string; children: ReactNode }) {
  const { number, title, text, children } = props;
  const { secure: texts } = useTexts();
  return (
    <li className="grid gap-3 rounded-lg border border-line bg-s1 p-3.5">
      <div className="flex gap-3">
        <span
          aria-label={texts.step(number)}
          role="img"
          className="grid size-7 shrink-0 place-items-center rounded-full border border-edge bg-s2 text-sm font-bold tabular-nums"
        >
          {number}
        </span>
        <div className="grid min-w-0 gap-1">
          <h2 className="text-lg font-semibold">{title}</h2>
          <p className="max-w-[70ch] text-sm text-mute">{text}</p>
        </div>
      </div>
      <div className="grid min-w-0 gap-3 sm:pl-10">{children}</div>
    </li>
  );
}
