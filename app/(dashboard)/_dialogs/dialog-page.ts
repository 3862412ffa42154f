/** What a dialog's page hears of its dialog, on its `document` (real-bundles.md P8). */
export type DialogEvent = 'dialog-opened' | 'dialog-confirmed' | 'dialog-dismissed';

/** The page in a dialog's iframe once it has loaded; undefined before, and when the browser shows an error of its own. */
export function loadedPage(dialog: HTMLElement): Document | undefined {
  try {
    const page = frameOf(dialog)?.contentDocument;
    return page && page.URL !== 'about:blank' && page.readyState === 'complete' ? page : undefined;
  } catch {
    return undefined;
  }
}

/** Tells the page, if there is one. */
export function tellPage(dialog: HTMLElement, name: DialogEvent): void {
  const page = loadedPage(dialog);
  // The page's own class, so that its `instanceof CustomEvent` holds.
  const { CustomEvent: PageEvent } = page?.defaultView ?? window;
  page?.dispatchEvent(new PageEvent(name));
}

/** A dialog's page is not loaded before somebody opens it; then at once. */
export function startLoading(dialog: HTMLElement): void {
  const frame = frameOf(dialog);
  if (frame) frame.loading = 'eager';
}

/** The keyboard goes on from a dialog into its page, if that is there and nobody has taken the keyboard elsewhere. */
export function focusPage(dialog: HTMLElement): void {
  if (document.activeElement === dialog && loadedPage(dialog)) frameOf(dialog)?.focus({ preventScroll: true });
}

/** Escape closes the dialog also while somebody works in its page, unless the page uses that key itself. Call at each `load`. */
export function listenForEscape(dialog: HTMLElement, dismiss: () => void): void {
  loadedPage(dialog)?.defaultView?.addEventListener('keydown', (event) => {
    if (isEscape(event)) dismiss();
  });
}

/** Escape that nobody has used yet, and that doesn't end the typing of a composed character. */
export function isEscape({ key, defaultPrevented, isComposing }: KeyboardEvent): boolean {
  return key === 'Escape' && !defaultPrevented && !isComposing;
}

function frameOf(dialog: HTMLElement): HTMLIFrameElement | null {
  return dialog.querySelector('iframe');
}
