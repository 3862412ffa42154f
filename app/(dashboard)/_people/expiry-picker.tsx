'use client';

import { useId, useState } from 'react';
import { Labelled, TextInput } from '../../_ui/labelled.tsx';
import { Picker } from '../../_ui/picker.tsx';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

const hourMs = 3_600_000;
const lengths = { hour: hourMs, shift: 8 * hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs, month: 30 * 24 * hourMs } as const;
export type Expiry = 'never' | keyof typeof lengths | 'at';
/** How long something counts. `at`: until a moment, as the field has it. */
export type ExpiryChoice = { choice: Expiry; at: string };

/** Milliseconds since 1970; undefined: for ever. `invalid`: the moment isn't one, or is over. */
export function expiryOf({ choice, at }: ExpiryChoice, now: number): number | undefined | 'invalid' {
  if (choice === 'never') return undefined;
  if (choice !== 'at') return now + lengths[choice];
  const moment = new Date(at).getTime();
  return Number.isFinite(moment) && moment > now ? moment : 'invalid';
}

type ExpiryPickerProps = { label: string; value: ExpiryChoice; onChange: (value: ExpiryChoice) => void; withNever?: boolean };

/** Until when something counts. */
export function ExpiryPicker({ label, value, onChange, withNever = true }: ExpiryPickerProps) {
  const { access: texts } = useTexts();
  const id = useId();
  const choices: Expiry[] = [...(withNever ? (['never'] as const) : []), 'hour', 'shift', 'day', 'week', 'month', 'at'];
  return (
    <>
      <Labelled id={id} label={label}>
        <Picker
          id={id}
          label={label}
          value={value.choice}
          options={choices.map((choice) => ({ value: choice, label: texts.expiries[choice] }))}
          onChange={(choice) => onChange({ ...value, choice })}
        />
      </Labelled>
      {value.choice === 'at' && (
        <Labelled id={`${id}-at`} label={texts.expiresAt}>
          <TextInput
            id={`${id}-at`}
            type="datetime-local"
            value={value.at}
            onChange={(event) => onChange({ ...value, at: event.target.value })}
          />
        </Labelled>
      )}
    </>
  );
}

/** The choice of a form. */
export function useExpiry(first: Expiry) {
  const [value, set] = useState<ExpiryChoice>({ choice: first, at: '' });
  return { value, set };
}
