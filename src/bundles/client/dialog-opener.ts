// `/dialog_opener.js`: in a panel, a click on anything inside an element with `nodecg-dialog="<panel>"` opens that dialog of the panel's bundle.
import './globals.ts';

document.addEventListener('click', (event) => {
  const [target] = event.composedPath();
  const name = target instanceof Element ? target.closest('[nodecg-dialog]')?.getAttribute('nodecg-dialog') : undefined;
  if (name) globalThis.nodecg.getDialog(name)?.open();
});
