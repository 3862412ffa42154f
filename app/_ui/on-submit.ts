import type { SyntheticEvent } from 'react';

/** What somebody has typed into a field, by its name; empty where there is no such field. */
type Typed = (name: string) => string;

/** A form's `onSubmit`: the page stays, and `act` reads what was typed. */
export function onSubmit(act: (typed: Typed) => void): (event: SyntheticEvent<HTMLFormElement>) => void {
  return (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    act((name) => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    });
  };
}
