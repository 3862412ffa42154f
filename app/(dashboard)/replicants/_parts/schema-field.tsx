'use client';

import { useId } from 'react';
import type { Json } from '#contract/json';
import { fieldOf, firstValueOf, type FormField } from '../../../_data/json/form-field.ts';
import { Button } from '../../../_ui/button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { ArrayField } from './array-field.tsx';
import { useRefusedPlace } from './form-scope.tsx';
import { ChoiceInput, JsonInput, NumberInput, SwitchInput, TextInput } from './inputs.tsx';
import { ObjectField } from './object-field.tsx';

export type FieldProps = {
  schema: Json | undefined;
  value: Json | undefined;
  /** From the replicant's root. */
  path: string[];
  label: string;
  onChange: (next: Json | undefined, path: string[]) => void;
};

/** One place of a value as its schema wants it edited. */
export function SchemaField(props: FieldProps) {
  const { schema, value, path, label } = props;
  const field = fieldOf(schema, value);
  const name = field.title ?? label;
  if (field.nullable && value === null) return <NoValue {...props} field={field} name={name} />;
  if (field.kind === 'object') return <ObjectField {...props} field={field} name={name} />;
  if (field.kind === 'array') return <ArrayField {...props} field={field} name={name} key={path.join('\u0000')} />;
  return <Leaf {...props} field={field} name={name} />;
}

type Named = FieldProps & { field: FormField; name: string };

function NoValue({ schema, path, onChange, field, name }: Named) {
  const { edit } = useTexts().replicants;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Name field={field} name={name} />
      <span className="text-sm text-mute">{edit.noValue}</span>
      <Button onClick={() => onChange(valueInstead(schema, field), path)} aria-label={`${name}: ${edit.setValue}`}>
        {edit.setValue}
      </Button>
    </div>
  );
}

/** Something that isn't null, to begin with. */
function valueInstead(schema: Json | undefined, field: FormField): Json {
  const first = firstValueOf(schema);
  if (first !== null) return first;
  const blanks: Record<FormField['kind'], Json> = {
    object: {},
    array: [],
    choice: '',
    number: 0,
    text: '',
    switch: false,
    nothing: '',
    json: '',
  };
  return field.kind === 'choice' ? (field.options.find((option) => option !== null) ?? '') : blanks[field.kind];
}

function Leaf({ value, path, onChange, field, name }: Named) {
  const { edit } = useTexts().replicants;
  const id = useId();
  const problem = useRefusedPlace(path);
  const input = {
    id,
    name,
    value,
    path,
    describedBy: `${id}-note`,
    isWrong: problem !== undefined,
    onChange: (next: Json) => onChange(next, path),
  };
  const hint = hintOf(field, edit);
  return (
    <div className="grid gap-1">
      <span className="flex min-h-6 flex-wrap items-center gap-x-3">
        <label htmlFor={id} className="min-w-0">
          <Name field={field} name={name} />
        </label>
        {field.nullable && (
          <button
            type="button"
            aria-label={`${name}: ${edit.clear}`}
            onClick={() => onChange(null, path)}
            className="rounded px-1.5 text-sm text-link hover:underline pointer-coarse:min-h-11"
          >
            {edit.clear}
          </button>
        )}
      </span>
      <LeafInput field={field} input={input} />
      <p id={`${id}-note`} className="text-sm text-mute empty:hidden">
        {problem !== undefined && (
          <b role="alert" className="block font-semibold text-warn">
            {problem}
          </b>
        )}
        {[field.description, hint].filter(Boolean).join(' · ')}
      </p>
    </div>
  );
}

type Input = Parameters<typeof TextInput>[0]['input'];

function LeafInput({ field, input }: { field: FormField; input: Input }) {
  switch (field.kind) {
    case 'number':
      return <NumberInput field={field} input={input} />;
    case 'choice':
      return <ChoiceInput options={field.options} input={input} />;
    case 'switch':
      return <SwitchInput input={input} />;
    case 'text':
      return <TextInput multiline={field.multiline} most={field.most} input={input} />;
    default:
      return <JsonInput input={input} />;
  }
}

/** A field's name, as the schema or the key has it. */
export function Name({ field, name }: { field: Pick<FormField, 'title'>; name: string }) {
  return (
    <bdi title={field.title === undefined ? undefined : name} className="text-sm font-semibold [overflow-wrap:anywhere]">
      {name}
    </bdi>
  );
}

function hintOf(field: FormField, edit: ReturnType<typeof useTexts>['replicants']['edit']): string | undefined {
  if (field.kind === 'text' && field.most !== undefined) return edit.most(field.most);
  if (field.kind !== 'number' || (field.minimum === undefined && field.maximum === undefined)) return undefined;
  return edit.range(field.minimum, field.maximum);
}
