import { classNames } from './class-names.ts';

type SegmentedProps<T extends string> = {
  label: string;
  value: T;
  options: { value: T; label: string; count?: number }[];
  onChange: (value: T) => void;
};

/** One choice out of a few, all of them visible. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  return (
    <div role="group" aria-label={label} className="flex overflow-hidden rounded-[7px] border border-line">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={classNames(
            'flex h-[30px] items-center gap-1.5 px-3 text-sm whitespace-nowrap -outline-offset-2 pointer-coarse:h-11',
            option.value === value ? 'bg-s3 font-semibold text-text' : 'text-mute hover:bg-s2 hover:text-text',
          )}
        >
          {option.label}
          {option.count !== undefined && <span className="text-xs text-mute tabular-nums">{option.count}</span>}
        </button>
      ))}
    </div>
  );
}
