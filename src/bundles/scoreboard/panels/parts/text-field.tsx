import type { KeyboardEvent } from 'react';
import { useDraft } from './use-draft.ts';

type TextFieldProps = {
  label: string;
  value: string;
  onCommit: (text: string) => void;
  maxLength?: number;
  type?: 'text' | 'color';
  /** Suggestions. */
  options?: readonly string[];
  hint?: string;
};

/** A field that goes on air as a whole, with Enter or on leaving it, never letter by letter. Escape takes the typing back. */
export function TextField({ label, value, onCommit, maxLength, type = 'text', options, hint }: TextFieldProps) {
  const draft = useDraft(value);
  const listId = options && `options-${label}`;
  const commit = () => {
    if (draft.edited) onCommit(draft.text);
    draft.discard();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // Leaving commits, and gives the panel's keys back to the panel.
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key === 'Escape') draft.discard();
    if (event.key === 'Enter' || event.key === 'Escape') event.preventDefault();
  };
  return (
    <label title={hint}>
      {label}
      <input
        className="field"
        dir="auto"
        type={type}
        value={draft.text}
        maxLength={maxLength}
        list={listId}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      {options && (
        <datalist id={listId}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </label>
  );
}
