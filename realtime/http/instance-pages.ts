import { apiScripts, inlineJson, type InjectedConfig } from '#bundles/client/injected-scripts';
import { readGraphicAddress } from './graphic-address.ts';
import { escapeHtml, plainPage } from './plain-page.ts';
import { respondPage, type Exchange } from './respond.ts';

/**
 * `/instance/busy.html` and `/instance/killed.html` (compat.md A.4): where a graphic's page goes that may be open only once and is, and
 * one that was closed from the dashboard. The busy page goes back by itself; neither leads anywhere but to a graphic of this server.
 */
export function serveInstancePage(exchange: Exchange, kind: 'busy' | 'killed', config: InjectedConfig): void {
  const graphic = readGraphicAddress(exchange.query.get('pathname'));
  const name = graphic ? `<code>${escapeHtml(readable(graphic.url))}</code>` : 'This graphic';
  const page = kind === 'busy' ? busyPage(name) : killedPage(name, graphic?.address);
  const wait = kind === 'busy' && graphic ? waitScript(graphic) : '';
  respondPage(exchange, 200, plainPage({ ...page, inPlaceOfGraphic: true, scripts: apiScripts(config) + wait }));
}

/** As people write it. A page may call itself what no address decodes to. */
function readable(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

function busyPage(name: string): { title: string; body: string } {
  const text = `${name} may be open only once at a time. This page opens it by itself as soon as the other one is closed.`;
  return {
    title: 'Open elsewhere',
    body: `<div role="status"><h1>Open elsewhere</h1><p>${text}</p></div><div class="bar"><i></i></div>`,
  };
}

function killedPage(name: string, address: string | undefined): { title: string; body: string } {
  const back = address === undefined ? '' : `<a href="${escapeHtml(address)}">Open it again</a>`;
  return { title: 'Closed', body: `<h1>Closed from the dashboard</h1><p>${name} was closed there.</p>${back}` };
}

/** A page on air that is loaded again, and after a restart of the server, comes back before anybody takes its place. */
const reloadMs = 1_000;
const restartMs = 5_000;

/**
 * The list of open graphics says when to ask: a page that is closed, killed or cut off leaves it, however that came about. Only a place
 * that is still free after a wait is taken.
 */
function waitScript({ url, address }: { url: string; address: string }): string {
  return `<script>
(function () {
  var wait = ${reloadMs}, timer, asking = false, again = false;
  function ask(wasFree) {
    timer = undefined;
    asking = true;
    socket.emit('graphic:queryAvailability', ${inlineJson(url)}, function (error, isFree) {
      asking = false;
      if (!error && isFree && wasFree) return location.replace(${inlineJson(address)});
      if (!error && isFree) timer = setTimeout(ask, wait, true);
      else if (again) askNow();
      again = false;
      if (!error) wait = ${reloadMs};
    });
  }
  function askNow() {
    if (asking) again = true;
    else if (timer === undefined) ask(false);
  }
  socket.on('disconnect', function () { wait = ${restartMs}; asking = false; clearTimeout(timer); timer = undefined; });
  socket.on('connect', askNow);
  NodeCG.Replicant('graphics:instances', 'nodecg', { persistent: false }).on('change', askNow);
})();
</script>`;
}
