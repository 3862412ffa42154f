/**
 * Remembers what has the keyboard, down into the pages of panels and into shadow trees: what is made inert forgets it. The returned
 * function gives it back, and says whether there is still something to give it to.
 */
export function rememberFocus(): () => boolean {
  const path = focusPath(document.activeElement);
  return () => {
    const [first] = path;
    if (!first?.isConnected) return false;
    // A panel's page may be another by now; then its frame gets it.
    for (const element of path)
      if (element.isConnected && element.ownerDocument.defaultView) element.focus({ preventScroll: true });
    return true;
  };
}

function focusPath(active: Element | null | undefined): HTMLElement[] {
  if (!active || active === active.ownerDocument.body || !('focus' in active)) return [];
  const inner = active.localName === 'iframe' ? documentOf(active as HTMLIFrameElement) : active.shadowRoot;
  return [active as HTMLElement, ...focusPath(inner?.activeElement)];
}

function documentOf(frame: HTMLIFrameElement): Document | null {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}
