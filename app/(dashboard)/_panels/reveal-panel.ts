/** The document's name of a panel. */
export function panelElementId(id: string): string {
  return `panel-${id}`;
}

const giveUpMs = 4_000;

/** Brings a panel into view and marks it for a moment, as soon as it is there and stands (its workspace may still have to open). */
export function revealPanel(id: string): void {
  const until = performance.now() + giveUpMs;
  const look = () => {
    const panel = document.getElementById(panelElementId(id));
    const isOver = performance.now() >= until;
    const isThere = panel?.checkVisibility({ visibilityProperty: true }) === true;
    if (isThere && (isOver || panel.ariaBusy !== 'true')) return reveal(panel);
    if (!isOver) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

function reveal(panel: HTMLElement): void {
  panel.scrollIntoView({ block: 'nearest' });
  panel.focus({ preventScroll: true });
  panel.animate([{ outlineColor: 'var(--link)' }, { outlineColor: 'transparent' }], 1_200);
}
