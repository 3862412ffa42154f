'use client';

import { createContext, useContext, type ReactNode } from 'react';
import type { Json } from '#contract/json';
import { fieldOf } from '../../../_data/json/form-field.ts';
import { jsonAt } from '../../../_data/json/json-at.ts';
import type { RefusedPlace } from '../../../_data/json/refused-places.ts';
import { typedAt, type TypedText, type TypedTexts } from '../../../_data/json/typed-texts.ts';

type Scope = {
  /** What the server said about single places. */
  places: RefusedPlace[];
  /** What stands in fields and isn't their value. */
  typed: TypedTexts;
  setTyped: (path: string[], next: TypedText | undefined) => void;
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

/**
 * What stands in the field at this path, and how to change it: `set` once its value was changed. The form can't be put live while a text is
 * none; texts outlive the page, as drafts do.
 */
export function useTyped(path: string[]): { typed: TypedText | undefined; set: (next: TypedText | undefined) => void } {
  const form = useContext(FormContext);
  return { typed: form && typedAt(form.typed, path), set: (next) => form?.setTyped(path, next) };
}

/** What a schema says about the place at these keys of a value. */
export function schemaAt(schema: Json | undefined, path: readonly string[], value: Json | undefined): Json | undefined {
  return path.reduce<Json | undefined>((at, key, depth) => {
    const field = fieldOf(at, jsonAt(value, path.slice(0, depth)));
    if (field.kind === 'array') return field.itemSchema(Number(key));
    return field.kind === 'object' ? field.fields.find((known) => known.key === key)?.schema : undefined;
  }, schema);
}
