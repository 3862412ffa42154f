// `/dialog_opener.js`: in a panel, a click on anything inside an element with `nodecg-dialog="<panel>"` opens that dialog of the panel's bundle.
import './globals.ts';

document.addEventListener('click', (event) => {
  const name = event.composedPath().map(dialogNameOf).find(Boolean);
  if (name) openDialog(name);
});

/** The path leads from what was clicked outwards, also out of shadow trees. */
function dialogNameOf(target: EventTarget): string | null {
  return target instanceof Element ? target.getAttribute('nodecg-dialog') : null;
}

function openDialog(name: string): void {
  const { nodecg } = globalThis;
  const dialog = nodecg.getDialog(name);
  if (dialog) return dialog.open();
  if (isInDashboard()) return console.warn(`[${nodecg.bundleName}] There is no dialog "${name}" in this bundle's manifest.`);
  // A panel in a window of its own has no dashboard that could draw the dialog's frame and buttons; the page itself can be shown.
  console.warn(
    `[${nodecg.bundleName}] The dialog "${name}" opens in a window of its own, without its buttons: dialogs belong to the dashboard.`,
  );
  const path = [nodecg.bundleName, 'dashboard', name].map(encodeURIComponent).join('/');
  window.open(`/bundles/${path}`, `${nodecg.bundleName}_${name}`);
}

function isInDashboard(): boolean {
  try {
    return window.top?.document.querySelector('#dialogs') != null;
  } catch {
    return false;
  }
}
