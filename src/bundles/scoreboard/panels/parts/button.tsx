import type { MouseEvent, ReactNode } from 'react';

type ButtonProps = {
  children: ReactNode;
  onPress: () => void;
  tone?: 'primary' | 'ready' | 'air' | undefined;
  /** Shown on the button; `keys` of the panel makes it work. */
  keyLabel?: string;
  /** Where the visible text alone doesn't say what it does. */
  label?: string;
  pressed?: boolean;
  disabled?: boolean;
};

/** A button that shows its key. A press by pointer leaves no focus behind: the next Space is the panel's, not this button's. */
export function Button({ children, onPress, tone, keyLabel, label, pressed, disabled }: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (event.detail > 0) event.currentTarget.blur();
    onPress();
  };
  return (
    <button
      type="button"
      className={tone ? `button ${tone}` : 'button'}
      onClick={press}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
    >
      {children}
      {keyLabel && <kbd aria-hidden="true">{keyLabel}</kbd>}
    </button>
  );
}
