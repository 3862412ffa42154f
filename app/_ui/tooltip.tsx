'use client';

import * as Radix from '@radix-ui/react-tooltip';
import type { ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

/** Explains a control that shows only an icon; `keys` are the keys that do the same. */
export function Tooltip({ label, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 items-center gap-2 rounded-md border border-edge bg-s3 px-2.5 py-1.5 text-xs text-text shadow-lg shadow-black/40"
        >
          {label}
          {keys && <Kbd keys={keys} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type TooltipProps = { label: string; keys?: string | undefined; side?: 'top' | 'bottom' | 'left' | 'right'; children: ReactNode };

export const TooltipProvider = Radix.Provider;
