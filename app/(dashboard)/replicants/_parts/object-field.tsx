'use client';

import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import type { Json, JsonObject } from '#contract/json';
import { isContainer } from '#contract/json';
import { fieldOf, firstValueOf, type FormField } from '../../../_data/json/form-field.ts';
import { Button } from '../../../_ui/button.tsx';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useRefusedPlace } from './form-scope.tsx';
import { SchemaField, type FieldProps } from './schema-field.tsx';

type ObjectFieldProps = FieldProps & { field: Extract<FormField, { kind: 'object' }>; name: string };

/** Fields shown in one go; an object used as a map may have thousands. */
const firstShown = 60;

/** An object: its fields, those that it may have, and those that one adds. */
export function ObjectField({ value, path, onChange, field, name }: ObjectFieldProps) {
  const { edit } = useTexts().replicants;
  const problem = useRefusedPlace(path);
  const [shown, setShown] = useState(firstShown);
  const object: JsonObject = isContainer(value) && !Array.isArray(value) ? value : {};
  const missing = field.fields.filter(({ key }) => !Object.hasOwn(object, key));
  const present = field.fields.filter(({ key }) => Object.hasOwn(object, key));
  return (
    <fieldset className={path.length === 0 ? 'grid min-w-0 gap-3' : 'grid min-w-0 gap-3 border-l-2 border-line pl-3'}>
      <legend className={path.length === 0 ? 'sr-only' : 'float-left mb-1 w-full text-sm font-semibold [overflow-wrap:anywhere]'}>
        <bdi>{name}</bdi>
      </legend>
      {problem !== undefined && (
        <b role="alert" className="text-sm font-semibold text-warn">
          {problem}
        </b>
      )}
      {field.description && <p className="text-sm text-mute">{field.description}</p>}
      {present.slice(0, shown).map(({ key, required, schema }) => (
        <div key={key} className="flex min-w-0 items-start gap-1">
          <div className="min-w-0 flex-1">
            <SchemaField schema={schema} value={object[key]} path={[...path, key]} label={key} onChange={onChange} />
          </div>
          {!required && (
            <IconButton
              label={edit.remove(key)}
              icon={<X size={15} aria-hidden />}
              onClick={() => onChange(undefined, [...path, key])}
            />
          )}
        </div>
      ))}
      {present.length > shown && (
        <span>
          <Button onClick={() => setShown(shown + firstShown)}>{edit.more(present.length - shown)}</Button>
        </span>
      )}
      <Additions missing={missing} field={field} object={object} path={path} onChange={onChange} />
    </fieldset>
  );
}

type AdditionsProps = Pick<ObjectFieldProps, 'field' | 'path' | 'onChange'> & {
  missing: ObjectFieldProps['field']['fields'];
  object: JsonObject;
};

function Additions({ missing, field, object, path, onChange }: AdditionsProps) {
  const { edit } = useTexts().replicants;
  const add = (key: string, schema: Json | undefined) => onChange(firstValueOf(schema, likeIn(object)), [...path, key]);
  return (
    <div className="flex flex-wrap gap-2 empty:hidden">
      {missing.map(({ key, schema }) => (
        <Button key={key} icon={<Plus size={15} aria-hidden />} onClick={() => add(key, schema)}>
          {edit.add(fieldOf(schema, undefined).title ?? key)}
        </Button>
      ))}
      {field.extra !== false && (
        <NewField taken={object} add={(key) => add(key, field.extra === false ? undefined : field.extra)} />
      )}
    </div>
  );
}

/** What the other fields are, if they are all alike: a map gets one more of them. */
function likeIn(object: JsonObject): Json | undefined {
  const values = Object.values(object);
  return values.length > 1 && values.every((value) => typeof value === typeof values[0]) ? values[0] : undefined;
}

function NewField({ taken, add }: { taken: JsonObject; add: (key: string) => void }) {
  const { edit } = useTexts().replicants;
  const id = useId();
  const [key, setKey] = useState<string>();
  if (key === undefined)
    return (
      <Button tone="bare" icon={<Plus size={15} aria-hidden />} onClick={() => setKey('')}>
        {edit.addField}
      </Button>
    );
  const mayAdd = key !== '' && key !== '__proto__' && !Object.hasOwn(taken, key);
  const finish = () => {
    if (!mayAdd) return;
    add(key);
    setKey(undefined);
  };
  return (
    <span className="flex flex-wrap items-center gap-2">
      <label htmlFor={id} className="text-sm text-mute">
        {edit.fieldName}
      </label>
      <input
        id={id}
        autoFocus
        dir="auto"
        value={key}
        onChange={(event) => setKey(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finish();
          if (event.key === 'Escape') setKey(undefined);
        }}
        className="h-8 w-44 rounded-[7px] border border-line bg-bg px-2.5 text-sm pointer-coarse:h-11"
      />
      <Button disabled={!mayAdd} onClick={finish}>
        {edit.addField}
      </Button>
    </span>
  );
}
