'use client';

import { ChevronDown } from 'lucide-react';
import { classNames } from './class-names.ts';

type PickerProps<T extends string> = {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
  disabled?: boolean;
  id?: string;
  className?: string;
};

/** One choice out of a list, the platform's own. The label is for those who hear it. */
export function Picker<T extends string>({ label, value, options, onChange, disabled, id, className }: PickerProps<T>) {
  return (
    <span className={classNames('relative inline-flex min-w-0', className)}>
      <select
        id={id}
        aria-label={label}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as T)}
        className="h-8 w-full min-w-0 appearance-none rounded-[7px] border border-line bg-s2 pr-8 pl-3 text-sm text-text hover:border-edge disabled:opacity-45 pointer-coarse:h-11 pointer-coarse:text-lg"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown size={15} aria-hidden className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-mute" />
    </span>
  );
}
