'use client';

import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { Json } from '#contract/json';
import { firstValueOf, type FormField } from '../../../_data/json/form-field.ts';
import { Button } from '../../../_ui/button.tsx';
import { IconButton } from '../../../_ui/icon-button.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useRefusedPlace } from './form-scope.tsx';
import { SchemaField, type FieldProps } from './schema-field.tsx';

type ArrayFieldProps = FieldProps & { field: Extract<FormField, { kind: 'array' }>; name: string };

/** Items shown in one go. */
const firstShown = 30;

/** A list: its items in order, moved, removed and added. */
export function ArrayField({ value, path, onChange, field, name }: ArrayFieldProps) {
  const texts = useTexts().replicants;
  const problem = useRefusedPlace(path);
  const [shown, setShown] = useState(firstShown);
  const items = Array.isArray(value) ? value : [];
  const set = (next: Json[]) => onChange(next, path);
  const add = () => {
    setShown(Math.max(shown, items.length + 1));
    set([...items, firstValueOf(field.itemSchema(items.length), items.at(-1))]);
  };
  return (
    <fieldset className="grid min-w-0 gap-2.5 border-l-2 border-line pl-3">
      <legend className="float-left mb-1 w-full text-sm font-semibold [overflow-wrap:anywhere]">
        <bdi>{name}</bdi> <span className="font-normal text-mute">{texts.items(items.length)}</span>
      </legend>
      {problem !== undefined && (
        <b role="alert" className="text-sm font-semibold text-warn">
          {problem}
        </b>
      )}
      {field.description && <p className="text-sm text-mute">{field.description}</p>}
      {items.slice(0, shown).map((item, index) => (
        <div key={index} className="flex min-w-0 flex-wrap items-start gap-1">
          <div className="min-w-0 flex-1 basis-52">
            <SchemaField
              schema={field.itemSchema(index)}
              value={item}
              path={[...path, String(index)]}
              label={`${name} ${index + 1}`}
              onChange={onChange}
            />
          </div>
          <ItemTools
            items={items}
            index={index}
            name={`${name} ${index + 1}`}
            mayRemove={items.length > field.fewest}
            set={set}
          />
        </div>
      ))}
      <span className="flex flex-wrap gap-2">
        {items.length > shown && (
          <Button onClick={() => setShown(shown + firstShown)}>{texts.edit.more(items.length - shown)}</Button>
        )}
        {items.length < field.most && (
          <Button icon={<Plus size={15} aria-hidden />} onClick={add}>
            {texts.edit.addItem}
          </Button>
        )}
      </span>
    </fieldset>
  );
}

type ItemToolsProps = { items: Json[]; index: number; name: string; mayRemove: boolean; set: (next: Json[]) => void };

function ItemTools({ items, index, name, mayRemove, set }: ItemToolsProps) {
  const { edit } = useTexts().replicants;
  const swap = (other: number) => {
    const next = [...items];
    [next[index], next[other]] = [items[other] ?? null, items[index] ?? null];
    set(next);
  };
  return (
    <span className="flex shrink-0">
      <IconButton
        label={edit.moveUp(name)}
        disabled={index === 0}
        onClick={() => swap(index - 1)}
        icon={<ArrowUp size={15} aria-hidden />}
      />
      <IconButton
        label={edit.moveDown(name)}
        disabled={index === items.length - 1}
        onClick={() => swap(index + 1)}
        icon={<ArrowDown size={15} aria-hidden />}
      />
      <IconButton
        label={edit.remove(name)}
        disabled={!mayRemove}
        onClick={() => set(items.filter((_, other) => other !== index))}
        icon={<X size={15} aria-hidden />}
      />
    </span>
  );
}
