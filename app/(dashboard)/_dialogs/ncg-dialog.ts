import { focusPage, listenForEscape, startLoading, tellPage } from './dialog-page.ts';
import { showOnTop, takeAway } from './dialog-stack.ts';

export type ClosingReason = { confirmed: boolean };

// The server renders no dialogs, but it loads this file.
const Base = typeof HTMLElement === 'undefined' ? (class {} as typeof HTMLElement) : HTMLElement;

/**
 * A dialog as NodeCG's bundles use it: `nodecg.getDialog()` gives them this element, and speedcontrol also calls what was private in
 * Polymer's (real-bundles.md P6). Calls take effect at once. Events come in a task of their own and tell the state that holds then:
 * bundles listen after they called `open`, and clean up after they called `close`.
 */
export class NcgDialog extends Base {
  closingReason: ClosingReason = { confirmed: false };
  #opened = false;
  #announcement: ReturnType<typeof setTimeout> | undefined;

  /** Whether it shows. Writing opens and closes. */
  get opened(): boolean {
    return this.#opened;
  }

  set opened(opened: boolean) {
    if (opened) this.open();
    else this.close();
  }

  open(): void {
    if (this.#opened || !this.isConnected) return;
    this.closingReason = { confirmed: false };
    this.#opened = true;
    this.setAttribute('opened', '');
    this.setAttribute('role', 'dialog');
    this.setAttribute('aria-modal', 'true');
    startLoading(this);
    showOnTop(this);
    focusPage(this);
    this.#announce(() => this.#announceState());
  }

  /** Its page hears `dialog-confirmed` if the closing reason says so, else `dialog-dismissed`. */
  close(): void {
    if (!this.#opened) return;
    this.#hide();
    this.#announce(() => this.#announceState());
  }

  /** Closes it as dismissed. */
  cancel(): void {
    this._updateClosingReasonConfirmed(false);
    this.close();
  }

  _updateClosingReasonConfirmed(confirmed: boolean): void {
    this.closingReason = { ...this.closingReason, confirmed };
  }

  connectedCallback(): void {
    this.addEventListener('click', this.#onClick);
    // `load` doesn't bubble, but it can be caught on its way down.
    this.addEventListener('load', this.#onLoad, true);
  }

  disconnectedCallback(): void {
    this.removeEventListener('click', this.#onClick);
    this.removeEventListener('load', this.#onLoad, true);
    clearTimeout(this.#announcement);
    if (this.#opened) this.#hide();
  }

  #hide(): void {
    this.#opened = false;
    for (const name of ['opened', 'role', 'aria-modal']) this.removeAttribute(name);
    takeAway(this);
  }

  readonly #onClick = (event: MouseEvent): void => {
    const button = event.target instanceof Element ? event.target.closest('[dialog-confirm], [dialog-dismiss]') : null;
    if (!button || !this.contains(button)) return;
    this._updateClosingReasonConfirmed(button.hasAttribute('dialog-confirm'));
    this.close();
  };

  readonly #onLoad = (): void => {
    listenForEscape(this, () => this.cancel());
    if (!this.#opened) return;
    focusPage(this);
    this.#announce(() => tellPage(this, 'dialog-opened'));
  };

  /** The newest takes the place of one that waits: of closing and opening again in one go, only the opening is told. */
  #announce(tell: () => void): void {
    clearTimeout(this.#announcement);
    this.#announcement = setTimeout(tell);
  }

  #announceState(): void {
    const { confirmed } = this.closingReason;
    const name = this.#opened ? 'iron-overlay-opened' : 'iron-overlay-closed';
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail: { confirmed } }));
    tellPage(this, this.#opened ? 'dialog-opened' : confirmed ? 'dialog-confirmed' : 'dialog-dismissed');
  }
}
