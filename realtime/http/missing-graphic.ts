import { respondPage, type Exchange } from './respond.ts';

/**
 * Answers 404 for a graphic. The page may be a source of a program that is on air, so it shows nothing there and loads the graphic by
 * itself once it exists; a person who mistyped the address reads so.
 */
export function respondMissingGraphic(exchange: Pick<Exchange, 'response'>): void {
  respondPage(exchange, 404, page);
}

const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>No graphic here</title>
<style>
body { margin: 0; background: transparent; }
p { margin: 4rem auto; max-width: 30rem; padding: 1.25rem 1.5rem; border-radius: 8px; background: #11151c; color: #e7ebf1; font: 16px/1.5 system-ui, sans-serif; }
</style>
</head>
<body>
<p hidden>There is no graphic at this address. Check its spelling, or whether its bundle runs. This page opens it by itself as soon as it is there.</p>
<script>
var onAir = window.obsstudio !== undefined || /OBS|vMix|CasparCG|XSplit|Wirecast/i.test(navigator.userAgent);
document.querySelector('p').hidden = onAir;
(function retry() {
  setTimeout(function () {
    fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(function (response) {
      if (response.ok) location.reload(); else retry();
    }, retry);
  }, 2000);
})();
</script>
</body>
</html>
`;
