import type { BusEventOf } from '#contract/events';
import type { GraphicCommand } from '#contract/graphic';
import { messageItem } from '#contract/message';
import type { FrameItem } from '#contract/wire';
import type { Channel } from './channels.ts';
import type { FanoutClient } from './client.ts';
import type { ResourceName } from '#services/access/index';
import type { Permits } from '../gateway/entry/permits.ts';
import type { Turn } from './turn.ts';

/** Who listens, by `bundle\0name`. */
export type Listeners = Map<string, Set<FanoutClient>>;

/** A change as a frame carries it. */
export function changeItem(
  { id }: Channel,
  { revision, operations, origin, rewritten }: BusEventOf<'replicant.changed'>,
): FrameItem {
  if (origin === undefined) return ['r', id, revision, operations];
  return rewritten ? ['r', id, revision, operations, origin, true] : ['r', id, revision, operations, origin];
}

/** Listeners of a message, and NodeCG's clients, but its sender; only extensions are asked for an acknowledgement. */
export function sendMessage(
  { message, senderId, replyId }: BusEventOf<'message.sent'>,
  { listeners, nodecgClients }: { listeners: Listeners; nodecgClients: ReadonlySet<FanoutClient> },
  turn: Turn,
): void {
  const group = listeners.get(listenKeyOf(message.bundle, message.name));
  if (!group && nodecgClients.size === 0) return;
  const plain = turn.add(messageItem(message));
  const asking = replyId === undefined ? plain : turn.add(messageItem(message, replyId));
  const resource: ResourceName = { kind: 'message', bundle: message.bundle, name: message.name };
  const hears = ({ connection, permits }: FanoutClient): boolean =>
    connection.id !== senderId && permits.allows('bundle.see', resource);
  for (const client of group ?? []) {
    if (!hears(client)) continue;
    const isAsked = client.connection.kind === 'extension' && client.permits.allows('message.send', resource);
    turn.address(client, isAsked ? asking : plain);
  }
  for (const client of nodecgClients) if (hears(client)) turn.address(client, plain);
}

/** One item for everybody it concerns. */
export function sendTo(
  clients: Iterable<FanoutClient>,
  isConcerned: (client: FanoutClient) => boolean,
  turn: Turn,
  item: FrameItem,
): void {
  const index = turn.add(item);
  for (const client of clients) if (isConcerned(client)) turn.address(client, index);
}

/** Dashboards hear of every bundle's changes, a graphic of its own bundle's. */
export function concerns({ connection: { kind, page, protocol }, permits }: FanoutClient, bundle: string): boolean {
  if (protocol === 'nodecg') return false;
  const isItsBusiness = kind === 'dashboard' || (kind === 'graphics' && page.bundle === bundle);
  return isItsBusiness && permits.allows('bundle.see', { kind: 'bundle', bundle });
}

/** Every field of a command narrows it. Previews are nobody's business. */
export function isCommanded({ connection, permits }: FanoutClient, command: GraphicCommand): boolean {
  const { kind, id, page, protocol } = connection;
  const { bundle, url, instanceId } = command;
  if (protocol === 'nodecg' && (permits.isFree || permits.seesEverything)) return true;
  if (kind !== 'graphics' || page.preview) return protocol === 'nodecg' && maySeeCommand(permits, command);
  return (
    (bundle === undefined || bundle === page.bundle) &&
    (url === undefined || url === page.url) &&
    (instanceId === undefined || instanceId === id)
  );
}

/** NodeCG's clients sort commands out themselves; whom they don't concern must not learn of a hidden bundle by them. */
function maySeeCommand(permits: Permits, { bundle, url }: GraphicCommand): boolean {
  const named = bundle ?? /^\/bundles\/([^/]+)\//.exec(url ?? '')?.[1];
  return named !== undefined && permits.allows('graphic.list', { kind: 'graphic', bundle: named, ...(url && { name: url }) });
}

export function listenKeyOf(bundle: string, name: string): string {
  return `${bundle}\u0000${name}`;
}

export function forget(listeners: Listeners, client: FanoutClient, listenKey: string): void {
  client.listens.delete(listenKey);
  const group = listeners.get(listenKey);
  if (!group?.delete(client)) return;
  if (group.size === 0) listeners.delete(listenKey);
}
