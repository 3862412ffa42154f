// Writes down what the page hears of its dialog.
window.heard = [];
for (const name of ['dialog-opened', 'dialog-confirmed', 'dialog-dismissed']) {
  document.addEventListener(name, (event) => {
    window.heard.push(event instanceof CustomEvent ? name : `${name}, which is no CustomEvent`);
    const list = document.getElementById('heard');
    if (list) list.textContent = window.heard.join(' ');
  });
}
