'use client';

import { useId } from 'react';
import { classNames } from './class-names.ts';

type ChoiceCardsProps<T extends string> = {
  label: string;
  value: T;
  options: { value: T; label: string; text: string }[];
  onChange: (value: T) => void;
  disabled?: boolean;
};

/** One choice out of a few that need a word of explanation each. */
export function ChoiceCards<T extends string>({ label, value, options, onChange, disabled }: ChoiceCardsProps<T>) {
  const name = useId();
  return (
    <fieldset disabled={disabled} className="grid min-w-0 gap-1.5 disabled:opacity-60">
      <legend className="mb-1 text-sm font-semibold">{label}</legend>
      <div className="grid gap-1.5 sm:grid-cols-[repeat(auto-fit,minmax(180px,1fr))]">
        {options.map((option) => (
          <label
            key={option.value}
            className={classNames(
              'flex min-h-11 cursor-pointer items-start gap-2.5 rounded-md border px-3 py-2 has-focus-visible:outline-2 has-focus-visible:outline-link',
              option.value === value ? 'border-act-line bg-s3' : 'border-line hover:bg-s2',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="mt-[3px] size-4 shrink-0 accent-(--link) outline-none"
            />
            <span className="grid min-w-0">
              <span className="text-sm font-semibold">{option.label}</span>
              <span className="text-xs text-mute">{option.text}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
