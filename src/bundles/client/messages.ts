import type { Json } from '#contract/json';
import { limits } from '#contract/limits';
import { contentOf } from '#contract/message';
import type { Replies } from '#contract/wire';
import { reportUncaught, type Listener } from './emitter.ts';
import { toJson } from './json-copy.ts';
import type { Disconnected, Link } from './link.ts';
import { whenWelcomed } from './when-welcomed.ts';

export type MessageListener = (content: unknown) => void;
type Listening = { bundle: string; name: string; listener: MessageListener };

export interface Messages {
  /**
   * To every other page and extension that listens, and, after this tick, to the listeners of this page itself. The answer is an
   * extension's. Before the first connection it waits for it; afterwards it fails at once while there is none.
   */
  send(bundle: string, name: string, content: unknown): Promise<Replies['message'] | Disconnected>;
  /** Several listeners of one message are called in the order in which they were added. */
  listen(bundle: string, name: string, listener: MessageListener): void;
  /** True if it was listening. */
  unlisten(bundle: string, name: string, listener: MessageListener): boolean;
  prune(isGone: (listener: Listener) => boolean): void;
  close(): void;
}

/** Messages of one page; panels inside the dashboard share the dashboard's. The server is told once which messages matter here. */
export function createMessages(link: Link): Messages {
  let listenings: Listening[] = [];
  const announced = createAnnouncements(link, () => listenings);

  const deliver = (bundle: string, name: string, content: unknown): void => {
    for (const listening of listenings.filter((each) => each.bundle === bundle && each.name === name)) {
      try {
        listening.listener(content);
      } catch (error) {
        reportUncaught(error, listening.listener);
      }
    }
  };
  const keep = (isKept: (listening: Listening) => boolean): void => {
    listenings = listenings.filter(isKept);
    announced.update();
  };
  const stopFrames = link.onFrame((items) => {
    for (const item of items) if (item[0] === 'm') deliver(item[1], item[2], contentOf(item));
  });

  return {
    async send(bundle, name, content) {
      const json: Json | undefined = toJson(content);
      setTimeout(() => deliver(bundle, name, content), 0);
      await whenWelcomed(link);
      return link.request('message', { bundle, name, content: json, expectReply: true });
    },
    listen(bundle, name, listener) {
      listenings.push({ bundle, name, listener });
      announced.update();
    },
    unlisten(bundle, name, listener) {
      const found = listenings.find((each) => each.bundle === bundle && each.name === name && each.listener === listener);
      keep((listening) => listening !== found);
      return found !== undefined;
    },
    prune: (isGone) => keep((listening) => !isGone(listening.listener)),
    close() {
      stopFrames();
      announced.close();
    },
  };
}

type Item = { bundle: string; name: string };

/** Keeps the server's list of what this page listens to equal to the page's own, in one request per tick and direction. */
function createAnnouncements(link: Link, wanted: () => Item[]): { update(): void; close(): void } {
  let known = new Map<string, Item>();
  let isScheduled = false;

  const synchronise = (): void => {
    isScheduled = false;
    if (!link.connected) return;
    const now = new Map(wanted().map(({ bundle, name }) => [`${bundle}\u0000${name}`, { bundle, name }]));
    const added = [...now].filter(([key]) => !known.has(key)).map(([, item]) => item);
    const gone = [...known].filter(([key]) => !now.has(key)).map(([, item]) => item);
    known = now;
    // First the end of what is not wanted any more: it makes room. In portions, so that only what is too much is refused.
    for (const portion of inPortions(gone)) void announce('unlisten', portion);
    for (const portion of inPortions(added)) void announce('listen', portion);
  };
  const announce = async (request: 'listen' | 'unlisten', items: Item[]): Promise<void> => {
    const reply = await link.request(request, { items });
    if (!reply.ok && reply.error.code !== 'disconnected')
      console.error(`[nodecg] Messages are not heard on this page: ${reply.error.message}`);
  };
  const update = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    queueMicrotask(synchronise);
  };
  const stop = link.onWelcome(() => {
    known = new Map();
    synchronise();
  });
  return { update, close: stop };
}

const portionLength = limits.listenersPerSocket / 10;

function inPortions(items: Item[]): Item[][] {
  const portions: Item[][] = [];
  for (let start = 0; start < items.length; start += portionLength) portions.push(items.slice(start, start + portionLength));
  return portions;
}
