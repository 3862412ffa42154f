import { success } from '#contract/result';
import type { Connection } from '#ports/connection';
import { serverNow } from '#runtime/server-clock';
import type { GraphicService } from '#services/graphic/index';
import { commandAllowed } from './entry/command-allowed.ts';
import { forbiddenText } from './entry/rules.ts';
import { refuse, type Handlers } from './session.ts';

export const graphicHandlers: Handlers<'graphic.report' | 'graphic.command'> = {
  'graphic.report'({ connection }, { onAir }, { graphics }) {
    if (connection.kind !== 'graphics') return refuse('forbidden', 'Only graphics report whether they are on air.');
    graphics.report(connection.id, onAir);
    return success(null);
  },
  'graphic.command'({ connection, permits }, command, { graphics }) {
    if (connection.kind !== 'dashboard') return refuse('forbidden', 'Only dashboards reload or close graphics.');
    const reached = commandAllowed(command, permits, graphics);
    return reached === undefined ? refuse('forbidden', forbiddenText) : success({ reached });
  },
};

/** Lists a graphic's page as an instance, unless it is a preview. `end` takes it off the list; `busy`: it may be open only once, and is. */
export function registerInstance(
  { id, kind, page, remote }: Connection,
  graphics: GraphicService,
): { end: () => void; busy: boolean } {
  if (kind !== 'graphics' || page.kind !== 'graphic' || page.preview || page.bundle === undefined || page.url === undefined)
    return { end: () => undefined, busy: false };
  const instance = graphics.opened({
    connectionId: id,
    bundle: page.bundle,
    url: page.url,
    address: remote.address,
    userAgent: remote.userAgent,
    version: page.version ?? '',
    ...(page.gitHash === undefined ? {} : { gitHash: page.gitHash }),
    loadedAt: page.loadedAt ?? serverNow(),
    ...(page.wasOpen ? { wasOpen: true } : {}),
  });
  return { end: () => graphics.closed(id), busy: instance === undefined };
}
