'use client';

import type { Json } from '#contract/json';
import { isSameJson } from '#contract/same-json';
import type { FieldShape } from '../../../_data/json/form-field.ts';
import { isChoice } from '../../../_data/json/form-field.ts';
import { locateJsonError } from '../../../_data/json/locate-json-error.ts';
import { printJson, showJson } from '../../../_data/json/show-json.ts';
import { classNames } from '../../../_ui/class-names.ts';
import { Picker } from '../../../_ui/picker.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useTyped } from './form-scope.tsx';

type InputProps = {
  id: string;
  name: string;
  value: Json | undefined;
  path: string[];
  describedBy: string;
  isWrong: boolean;
  onChange: (next: Json) => void;
};

const box =
  'w-full rounded-[7px] border bg-bg px-2.5 text-sm text-text placeholder:text-faint pointer-coarse:text-lg aria-invalid:border-warn';
const line = `${box} h-8 border-line pointer-coarse:h-11`;

function attributesOf({ id, describedBy, isWrong }: InputProps, isInvalid = false) {
  return { id, 'aria-describedby': describedBy, 'aria-invalid': isWrong || isInvalid };
}

export function TextInput({ multiline, most, input }: { multiline: boolean; most: number | undefined; input: InputProps }) {
  const text = typeof input.value === 'string' ? input.value : '';
  // Not `maxLength`: a paste that is cut without a word is worse than a refusal.
  const isLong = most !== undefined && text.length > most;
  if (!multiline)
    return (
      <input
        {...attributesOf(input, isLong)}
        type="text"
        dir="auto"
        value={text}
        onChange={(event) => input.onChange(event.target.value)}
        className={line}
      />
    );
  return (
    <textarea
      {...attributesOf(input, isLong)}
      dir="auto"
      rows={Math.min(12, text.split('\n').length + 1)}
      value={text}
      onChange={(event) => input.onChange(event.target.value)}
      className={`${box} border-line py-1.5`}
    />
  );
}

export function NumberInput({ field, input }: { field: Extract<FieldShape, { kind: 'number' }>; input: InputProps }) {
  const { edit } = useTexts().replicants;
  const { typed, set } = useTyped(input.path);
  const isBad = typed?.isBad ?? false;
  // A text that is another number now is left over from a value that somebody changed since.
  const isShown = typed !== undefined && (isBad || numberIn(typed.text, field.integer) === input.value);
  const shown = isShown ? typed.text : typeof input.value === 'number' ? String(input.value) : '';
  const change = (next: string) => {
    const value = numberIn(next, field.integer);
    if (value !== undefined) input.onChange(value);
    set({ text: next, isBad: value === undefined });
  };
  const isOutside =
    typeof input.value === 'number' &&
    ((field.minimum !== undefined && input.value < field.minimum) ||
      (field.maximum !== undefined && input.value > field.maximum));
  return (
    <>
      <input
        {...attributesOf(input, isBad || isOutside)}
        type="text"
        inputMode={field.integer && (field.minimum ?? -1) >= 0 ? 'numeric' : 'text'}
        value={shown}
        onChange={(event) => change(event.target.value)}
        onBlur={() => typed && !isBad && set(undefined)}
        className={`${line} max-w-60 tabular-nums`}
      />
      {isBad && (
        <b role="alert" className="text-sm font-semibold text-warn">
          {field.integer ? edit.wholeNumber : edit.number}
        </b>
      )}
    </>
  );
}

/** Undefined where the text is no number that JSON has. A comma is how many people write the point. */
function numberIn(text: string, integer: boolean): number | undefined {
  const trimmed = text.trim().replace(',', '.');
  const value = Number(trimmed);
  if (trimmed === '' || !Number.isFinite(value) || (integer && !Number.isInteger(value))) return undefined;
  return value;
}

export function ChoiceInput({ options, input }: { options: Json[]; input: InputProps }) {
  const { edit } = useTexts().replicants;
  const words = options.map((option) => (typeof option === 'string' ? option : showJson(option)));
  const known = isChoice(options, input.value);
  const listed = options.map((_, index) => ({ value: String(index), label: words[index] ?? '' }));
  const here = options.findIndex((option) => isSameJson(option, input.value));
  return (
    <Picker
      id={input.id}
      label={input.name}
      value={known ? String(here) : 'other'}
      options={known ? listed : [{ value: 'other', label: edit.notAChoice(showJson(input.value)) }, ...listed]}
      onChange={(index) => index !== 'other' && input.onChange(options[Number(index)] ?? null)}
      className="max-w-80"
    />
  );
}

export function SwitchInput({ input }: { input: InputProps }) {
  const { edit } = useTexts().replicants;
  const isOn = input.value === true;
  return (
    <span className="flex min-h-8 items-center gap-2.5 text-sm pointer-coarse:min-h-11">
      <input
        {...attributesOf(input)}
        type="checkbox"
        role="switch"
        checked={isOn}
        onChange={(event) => input.onChange(event.target.checked)}
        className="size-5 accent-(--link) pointer-coarse:size-7"
      />
      <span aria-hidden className={isOn ? 'font-semibold' : 'text-mute'}>
        {isOn ? edit.on : edit.off}
      </span>
    </span>
  );
}

/** Where a schema allows several shapes: this part as text. */
export function JsonInput({ input }: { input: InputProps }) {
  const { edit } = useTexts().replicants;
  const { typed, set } = useTyped(input.path);
  const problem = typed?.isBad ? locateJsonError(typed.text) : undefined;
  const isShown = typed !== undefined && (typed.isBad || isSameJson(JSON.parse(typed.text) as Json, input.value));
  const shown = isShown ? typed.text : printJson(input.value);
  const change = (next: string) => {
    const isBad = locateJsonError(next) !== undefined;
    if (!isBad) input.onChange(JSON.parse(next) as Json);
    set({ text: next, isBad });
  };
  return (
    <>
      <textarea
        {...attributesOf(input, problem !== undefined)}
        dir="ltr"
        spellCheck={false}
        rows={Math.min(14, shown.split('\n').length + 1)}
        value={shown}
        onChange={(event) => change(event.target.value)}
        onBlur={() => typed && !typed.isBad && set(undefined)}
        className={classNames(box, 'border-line py-1.5 font-mono')}
      />
      {problem && (
        <b role="alert" className="text-sm font-semibold text-warn">
          {edit.place(problem.line, problem.column)}: {edit.reasons[problem.reason]}
        </b>
      )}
    </>
  );
}
