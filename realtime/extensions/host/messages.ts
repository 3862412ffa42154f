import type { Json } from '#contract/json';
import { contentOf } from '#contract/message';
import type { FrameItem } from '#contract/wire';
import type { CurrentBundle } from './current-bundle.ts';
import { refusalOf } from './refusal.ts';
import { isUnanswerable, UnanswerableError } from './unanswerable.ts';
import type { LogFault } from './contain-faults.ts';
import type { PipeLink } from './pipe-link.ts';

/** NodeCG's second argument of a message handler: answers the sender once. */
export type Acknowledge = ((error?: unknown, value?: unknown) => void) & { readonly handled: boolean };
export type MessageHandler = (content: unknown, acknowledge?: Acknowledge) => void;

/** Messages of a host's extensions, to each other and to everything else. */
export interface Messages {
  send: (bundle: string, name: string, content: unknown) => void;
  /** `owner`: the bundle whose code the handler is. */
  listen: (owner: string, bundle: string, name: string, handler: MessageHandler) => void;
  /** False: that handler wasn't listening. */
  unlisten: (bundle: string, name: string, handler: MessageHandler) => boolean;
  /** Forgets all handlers of a bundle that could not be loaded. */
  forget: (owner: string) => void;
}

export type MessagesDeps = { link: PipeLink; currentBundle: CurrentBundle; root: string; logFault: LogFault };
type Listener = { owner: string; bundle: string; name: string; handler: MessageHandler };

/** The gateway doesn't send a host its own messages back, so handlers in this host are called here. */
export function createMessages({ link, currentBundle, root, logFault }: MessagesDeps): Messages {
  let listeners: readonly Listener[] = [];
  const listenersOf = (bundle: string, name: string) =>
    listeners.filter((listener) => listener.name === name && listener.bundle === bundle);
  const deliver = (bundle: string, name: string, content: unknown, acknowledge?: Acknowledge) => {
    for (const { owner, handler } of listenersOf(bundle, name)) {
      try {
        currentBundle.run(owner, () => handler(content, acknowledge));
      } catch (thrown) {
        if (!isUnanswerable(thrown)) throw thrown;
        logFault(`The handler of "${name}" ended early`, thrown);
      }
    }
  };
  const receive = (item: FrameItem) => {
    if (item[0] !== 'm') return;
    const [, bundle, name, , replyId] = item;
    deliver(
      bundle,
      name,
      contentOf(item),
      createAcknowledge(root, (reply) => {
        // As in NodeCG, where its sender brought nothing to call.
        if (replyId === '') throw new UnanswerableError(name);
        if (replyId !== undefined) void link.request('reply', { replyId, ...reply });
      }),
    );
  };
  const remove = (isGone: (listener: Listener) => boolean): boolean => {
    const gone = listeners.filter(isGone);
    listeners = listeners.filter((listener) => !isGone(listener));
    const items = gone
      .filter(({ bundle, name }) => listenersOf(bundle, name).length === 0)
      .map(({ bundle, name }) => ({ bundle, name }));
    if (items.length > 0) void link.request('unlisten', { items });
    return gone.length > 0;
  };
  link.onFrame((items) => items.forEach(receive));
  return {
    send(bundle, name, content) {
      void link.request('message', { bundle, name, content: content as Json | undefined, expectReply: false });
      process.nextTick(deliver, bundle, name, content);
    },
    listen(owner, bundle, name, handler) {
      const isFirst = listenersOf(bundle, name).length === 0;
      listeners = [...listeners, { owner, bundle, name, handler }];
      if (isFirst) void link.request('listen', { items: [{ bundle, name }] });
    },
    unlisten: (bundle, name, handler) =>
      remove((listener) => listener.bundle === bundle && listener.name === name && listener.handler === handler),
    forget: (owner) => void remove((listener) => listener.owner === owner),
  };
}

type Reply = { error?: Json; value?: Json };

function createAcknowledge(root: string, reply: (reply: Reply) => void): Acknowledge {
  let handled = false;
  const acknowledge = (error?: unknown, value?: unknown) => {
    if (handled) throw new Error('Acknowledgement already handled');
    handled = true;
    // NodeCG sends whatever JSON makes of the value.
    reply(error ? { error: refusalOf(error, root) } : { value: value as Json });
  };
  return Object.defineProperty(acknowledge, 'handled', { get: () => handled }) as Acknowledge;
}
