// As little of a selector library as the graphic needs.
window.$ = (selector) => ({
  text: (value) => document.querySelectorAll(selector).forEach((element) => (element.textContent = value)),
});
