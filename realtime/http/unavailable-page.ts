import { plainPage } from './plain-page.ts';
import { respondJson, respondPage, type Exchange } from './respond.ts';

/** Answers for what isn't there yet: a page that comes back by itself, or JSON for programs. A graphic's shows nothing: it may be on air. */
export function respondUnavailable(exchange: Exchange, isStarting: boolean): void {
  exchange.response.setHeader('retry-after', '1');
  const message = isStarting ? 'The dashboard is starting.' : 'The dashboard is restarting. Graphics are not affected.';
  if (!wantsPage(exchange)) return respondJson(exchange, 503, { ok: false, error: { code: 'not-ready', message } });
  respondPage(exchange, 503, isGraphicPath(exchange.path) ? waiting : isStarting ? starting : restarting);
}

/** True for a browser that opens an address, false for its scripts and for programs. */
export function wantsPage({ request }: Pick<Exchange, 'request'>): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}

export function isGraphicPath(path: string): boolean {
  return /^\/bundles\/[^/]+\/graphics\//.test(path);
}

const retry = `<script>
(function retry() {
  setTimeout(function () {
    fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(function (response) {
      if (response.status === 503) retry(); else location.reload();
    }, retry);
  }, 700);
})();
</script>`;
const waiting = `<!DOCTYPE html>\n<html>\n<head><meta charset="utf-8"><title>Starting</title></head>\n<body>${retry}</body>\n</html>\n`;

const starting = page('Starting', 'The dashboard opens here by itself as soon as it is ready. Graphics can be opened already.');
const restarting = page(
  'The dashboard is restarting',
  'What is on air stays on air: graphics and extensions are not affected. This page comes back by itself.',
);

function page(title: string, text: string): string {
  return plainPage({
    title,
    body: `<div role="status"><h1>${title}</h1><p>${text}</p></div><div class="bar"><i></i></div>`,
    scripts: `${retry}<noscript><meta http-equiv="refresh" content="2"></noscript>`,
  });
}
