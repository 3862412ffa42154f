'use client';

import * as Dialog from '@radix-ui/react-dialog';
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { useTexts } from './texts/texts-provider.tsx';

/** `title` asks, `text` names what happens to air, `action` is what the button does. `onAir` makes that button red. */
export type Question = { title: string; text: string; action: string; onAir: boolean };
type Ask = (question: Question) => Promise<boolean>;
type Pending = Question & { answer: (yes: boolean) => void };

const ConfirmContext = createContext<Ask | undefined>(undefined);

/** Asks before something that can't be undone; resolves with the answer. */
export function useConfirm(): Ask {
  const ask = useContext(ConfirmContext);
  if (!ask) throw new Error('useConfirm needs a ConfirmProvider above it');
  return ask;
}

/** Shows one question at a time. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [pending, setPending] = useState<Pending>();
  const ask = useCallback((question: Question) => new Promise<boolean>((answer) => setPending({ ...question, answer })), []);
  const close = (yes: boolean) => {
    pending?.answer(yes);
    setPending(undefined);
  };
  return (
    <ConfirmContext value={ask}>
      {children}
      <Dialog.Root open={pending !== undefined} onOpenChange={(open) => !open && close(false)}>
        <Dialog.Portal>
          <Dialog.Overlay className="fixed inset-0 z-40 bg-black/60" />
          {pending && <ConfirmContent question={pending} close={close} />}
        </Dialog.Portal>
      </Dialog.Root>
    </ConfirmContext>
  );
}

function ConfirmContent({ question, close }: { question: Question; close: (yes: boolean) => void }) {
  const texts = useTexts();
  return (
    <Dialog.Content
      role="alertdialog"
      className="fixed top-1/2 left-1/2 z-50 grid w-[min(440px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 gap-2 rounded-[10px] border border-edge bg-s1 p-5 shadow-2xl shadow-black/50"
    >
      <Dialog.Title dir="auto" className="text-lg font-semibold [overflow-wrap:anywhere]">
        {question.title}
      </Dialog.Title>
      <Dialog.Description dir="auto" className="text-mute [overflow-wrap:anywhere]">
        {question.text}
      </Dialog.Description>
      <div className="mt-3 flex flex-wrap justify-end gap-2">
        <Button onClick={() => close(false)} keys="Esc">
          {texts.cancel}
        </Button>
        <Button tone={question.onAir ? 'air' : 'primary'} onClick={() => close(true)}>
          {question.action}
        </Button>
      </div>
    </Dialog.Content>
  );
}
