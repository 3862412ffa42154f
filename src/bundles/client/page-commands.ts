import type { FrameItem } from '#contract/wire';
import type { InjectedPage } from './injected-scripts.ts';
import type { Link } from './link.ts';

/** A page that the server may command, and its line. */
export type Registration = { link: Link; bundle: string; page: InjectedPage };

/**
 * Lets the server reload or end this page, sends it away where it may be open only once and is, and tells the server whether OBS shows
 * it. A graphic reloads only when somebody says so or its own files were edited, never because a connection or a server came back.
 */
export function followCommands({ link, bundle, page }: Registration): void {
  link.onFrame((items) => {
    for (const item of items) obey(item, { link, bundle, page });
  });
  if (page.kind !== 'graphic' || page.preview) return;
  const leaveIfBusy = (): void => {
    if (link.welcome?.busy) goTo('busy', link);
  };
  link.onWelcome(leaveIfBusy);
  leaveIfBusy();
  reportOnAir(link);
  endWithPage(link);
}

function obey(item: FrameItem, { link, bundle, page }: Registration): void {
  if (item[0] === 'b' && item[1].bundle === bundle && concernsPage(item[1], page)) void reload(link);
  // The server addresses commands to the connections that they name.
  if (item[0] === 'g' && item[1].command === 'reload') void reload(link);
  if (item[0] === 'g' && item[1].command === 'kill') goTo('killed', link);
}

/** Loads the page again if there is a page to load: on air an old graphic is better than a browser's error, which nobody could reload. */
async function reload(link: Link): Promise<void> {
  const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => undefined);
  if (answer?.ok) return location.reload();
  if (answer && answer.status < 500)
    return console.warn(`[nodecg] The page was not reloaded: the server answers ${answer.status} for it.`);
  const stop = link.onWelcome(() => {
    stop();
    void reload(link);
  });
}

function concernsPage({ kind, targets }: { kind: string; targets?: string[] }, { kind: pageKind, url }: InjectedPage): boolean {
  if (kind !== pageKind) return false;
  const file = decodeURIComponent(url.split('/').slice(4).join('/'));
  // Panels are named by their panel names, which this page doesn't know: any panel's edit reloads a panel that stands alone.
  return pageKind === 'panel' || targets === undefined || targets.includes(file);
}

/** Nothing is shown any more, and nothing runs that could show something again: a calm page takes this one's place, and knows the way back. */
function goTo(instancePage: 'busy' | 'killed', link: Link): void {
  link.close();
  window.stop();
  location.replace(`/instance/${instancePage}.html?pathname=${encodeURIComponent(location.pathname + location.search)}`);
}

/** A page that is loaded again must not meet itself: where a graphic may be open only once, the old page says goodbye first. */
function endWithPage(link: Link): void {
  window.addEventListener('pagehide', ({ persisted }) => {
    if (!persisted) link.close();
  });
}

function reportOnAir(link: Link): void {
  let onAir: boolean | undefined;
  const report = (): void => {
    if (onAir !== undefined && link.connected) void link.request('graphic.report', { onAir });
  };
  window.addEventListener('obsSourceActiveChanged', (event) => {
    const active: unknown = (event as CustomEvent<{ active?: unknown }>).detail?.active;
    if (typeof active !== 'boolean') return;
    onAir = active;
    report();
  });
  link.onWelcome(report);
}
