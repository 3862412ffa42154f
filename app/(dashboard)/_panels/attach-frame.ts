import { fitFrame } from './fit-frame.ts';
import { holdHeight } from './hold-height.ts';

export type FrameLoad = { state: 'loaded'; detach(): void } | { state: 'failed'; status?: number; detach(): void };

/** `hold`: keeps the frame's height until its page has one. `heldPx`: which; undefined: nobody knows. */
type AttachOptions = { fullHeight: boolean; hold?: { heldPx: number | undefined }; onHeight(heightPx: number): void };

/** After an iframe's `load`: says whether it shows its page, sizes it, and takes Ctrl/Cmd-K out of it. Call `detach` before the next. */
export function attachFrame(frame: HTMLIFrameElement, { fullHeight, hold, onHeight }: AttachOptions): FrameLoad {
  const view = frame.contentWindow;
  const page = readDocument(frame);
  if (!view || !page) return { state: 'failed', detach: () => undefined };
  const status = statusOf(view);
  if (status !== undefined && status >= 400) return { state: 'failed', status, detach: () => undefined };
  // An iframe of another colour scheme than its page would get an opaque backdrop.
  frame.style.colorScheme = view.getComputedStyle(page.documentElement).colorScheme;
  const held = hold && holdHeight(hold.heldPx, onHeight);
  const fit = fullHeight ? undefined : fitFrame(frame, held?.report ?? onHeight);
  view.addEventListener('keydown', handUpSearch);
  return {
    state: 'loaded',
    detach: () => {
      fit?.stop();
      held?.stop();
      view.removeEventListener('keydown', handUpSearch);
    },
  };
}

/** Undefined when the frame shows the browser's own error page, which belongs to nobody. */
function readDocument(frame: HTMLIFrameElement): Document | undefined {
  try {
    const page = frame.contentDocument;
    return page && page.URL !== 'about:blank' ? page : undefined;
  } catch {
    return undefined;
  }
}

/** The HTTP status of a frame's page, where the browser tells it. */
function statusOf(view: Window): number | undefined {
  const [entry] = view.performance.getEntriesByType('navigation');
  const status = entry && 'responseStatus' in entry ? entry.responseStatus : undefined;
  return typeof status === 'number' && status > 0 ? status : undefined;
}

/** Ctrl/Cmd-K opens the search also while somebody works in a panel, unless the panel uses that key itself. */
function handUpSearch(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  const { key, ctrlKey, metaKey } = event;
  window.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, metaKey, bubbles: true, cancelable: true }));
}
