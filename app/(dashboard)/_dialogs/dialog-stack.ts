import { isEscape } from './dialog-page.ts';
import { rememberFocus } from './remember-focus.ts';

/** What the stack needs to know of a dialog. */
export type Stacked = HTMLElement & { cancel(): void };

/** Above the dashboard's pages, below its search and its own questions. */
const lowestLayer = 22;
const highestLayer = 38;

let stack: readonly Stacked[] = [];
const followers = new Set<() => void>();
const giveFocusBack = new WeakMap<Stacked, () => boolean>();
let restorePage: (() => void) | undefined;

/** The open dialogs, the topmost last. */
export function openDialogs(): readonly Stacked[] {
  return stack;
}

/** Calls back whenever another dialog is open or on top. Returns the end. */
export function followOpenDialogs(follower: () => void): () => void {
  followers.add(follower);
  return () => void followers.delete(follower);
}

/** Puts a dialog over everything below it, which takes no clicks and no keys from now on, and gives it the keyboard. */
export function showOnTop(dialog: Stacked): void {
  giveFocusBack.set(dialog, rememberFocus());
  arrange([...stack, dialog]);
  dialog.focus({ preventScroll: true });
}

/** Takes a dialog away. The keyboard returns to where it was before, unless it has gone elsewhere. */
export function takeAway(dialog: Stacked): void {
  const focus = document.activeElement;
  const hadFocus = focus === null || focus === document.body || dialog.contains(focus);
  arrange(stack.filter((other) => other !== dialog));
  const giveBack = giveFocusBack.get(dialog);
  giveFocusBack.delete(dialog);
  if (hadFocus && !giveBack?.()) stack.at(-1)?.focus({ preventScroll: true });
}

function arrange(next: readonly Stacked[]): void {
  for (const dialog of stack) dialog.inert = false;
  stack = next;
  next.forEach((dialog, index) => {
    dialog.inert = index < next.length - 1;
    dialog.style.zIndex = String(Math.min(lowestLayer + 2 * index, highestLayer));
  });
  if (next.length > 0) restorePage ??= coverPage();
  else {
    restorePage?.();
    restorePage = undefined;
  }
  for (const follower of followers) follower();
}

/** Everything around the dialogs but messages, and whatever the dashboard puts over them later: its search, its questions. */
function coverPage(): () => void {
  const covered = [...document.body.querySelectorAll<HTMLElement>(':scope > :has(main), :scope > a')];
  for (const element of covered) element.inert = true;
  const onKey = (event: KeyboardEvent) => {
    if (isEscape(event)) stack.at(-1)?.cancel();
  };
  addEventListener('keydown', onKey);
  return () => {
    for (const element of covered) element.inert = false;
    removeEventListener('keydown', onKey);
  };
}
