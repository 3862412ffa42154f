'use client';

import { createContext, useContext, useEffect, type Dispatch, type ReactNode, type SetStateAction } from 'react';
import type { Json } from '#contract/json';
import { fieldOf } from '../../../_data/json/form-field.ts';
import { jsonAt } from '../../../_data/json/json-at.ts';
import type { RefusedPlace } from '../../../_data/json/refused-places.ts';

type Scope = {
  /** What the server said about single places. */
  places: RefusedPlace[];
  /** Fields whose text is no value yet, by path. */
  invalid: ReadonlySet<string>;
  setInvalid: Dispatch<SetStateAction<ReadonlySet<string>>>;
};

const FormContext = createContext<Scope | undefined>(undefined);

/** What all fields of one form share. */
export function FormScope({ value, children }: { value: Scope; children: ReactNode }) {
  return <FormContext value={value}>{children}</FormContext>;
}

/** What the server said about the value at this path. */
export function useRefusedPlace(path: readonly string[]): string | undefined {
  const places = useContext(FormContext)?.places ?? [];
  return places.find((place) => place.path.join('\u0000') === path.join('\u0000'))?.problem;
}

/** Holds up putting the form live while this field's text is no value. */
export function useMark(path: readonly string[], isInvalid: boolean): void {
  const setInvalid = useContext(FormContext)?.setInvalid;
  const id = path.join('\u0000');
  useEffect(() => {
    if (!isInvalid) return;
    setInvalid?.((before) => new Set(before).add(id));
    return () => setInvalid?.((before) => new Set([...before].filter((other) => other !== id)));
  }, [id, isInvalid, setInvalid]);
}

/** What a schema says about the place at these keys of a value. */
export function schemaAt(schema: Json | undefined, path: readonly string[], value: Json | undefined): Json | undefined {
  return path.reduce<Json | undefined>((at, key, depth) => {
    const field = fieldOf(at, jsonAt(value, path.slice(0, depth)));
    if (field.kind === 'array') return field.itemSchema(Number(key));
    return field.kind === 'object' ? field.fields.find((known) => known.key === key)?.schema : undefined;
  }, schema);
}
