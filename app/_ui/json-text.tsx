import type { Json } from '#contract/json';
import { showJson } from '../_data/json/show-json.ts';
import { classNames } from './class-names.ts';

/** A value on one line, in its type's colour. */
export function JsonText({ value, length = 80, className }: { value: Json | undefined; length?: number; className?: string }) {
  return (
    <code dir="auto" className={classNames('font-mono text-sm', jsonTone(value), className)}>
      {showJson(value, length)}
    </code>
  );
}

/** The colour of a value's type. */
export function jsonTone(value: Json | undefined): string {
  switch (typeof value) {
    case 'string':
      return 'text-json-text';
    case 'number':
      return 'text-json-number';
    case 'boolean':
      return 'text-json-word';
    default:
      return value === null ? 'text-json-word' : 'text-mute';
  }
}
