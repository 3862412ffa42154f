'use client';

import { useId, useState, type ComponentProps, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Labelled } from './labelled.tsx';
import { useTexts } from './texts/texts-provider.tsx';

type FieldProps = Omit<ComponentProps<'input'>, 'children'> & { label: string; hint?: ReactNode; end?: ReactNode };

/** A labelled line of text, 40 px high, 44 px under a finger. */
export function Field({ label, hint, end, className, id: given, ...input }: FieldProps) {
  const made = useId();
  const id = given ?? made;
  return (
    <Labelled id={id} label={label} hint={hint}>
      <div className="relative">
        <input
          dir="auto"
          {...input}
          id={id}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          className={classNames(
            'h-10 w-full rounded-[7px] border border-line bg-bg px-3 text-base text-text hover:border-edge pointer-coarse:h-11 pointer-coarse:text-lg',
            end !== undefined && 'pr-20',
            className,
          )}
        />
        {end}
      </div>
    </Labelled>
  );
}

/** A password, which its owner may look at. */
export function PasswordField(props: Omit<FieldProps, 'type' | 'end'>) {
  const { signIn: texts } = useTexts();
  const [isShown, setShown] = useState(false);
  const toggle = (
    <button
      type="button"
      aria-label={isShown ? texts.hidePassword : texts.showPassword}
      aria-pressed={isShown}
      onClick={() => setShown(!isShown)}
      className="absolute inset-y-0 right-0 rounded-[7px] px-3 text-xs font-semibold text-mute hover:text-text"
    >
      {isShown ? texts.hide : texts.show}
    </button>
  );
  return <Field autoCapitalize="none" spellCheck={false} {...props} type={isShown ? 'text' : 'password'} end={toggle} />;
}
