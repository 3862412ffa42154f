import type { BusEventOf } from '#contract/events';
import type { GraphicCommand } from '#contract/graphic';
import { messageItem } from '#contract/message';
import type { FrameItem } from '#contract/wire';
import type { Connection } from '#ports/connection';
import type { Channel } from './channels.ts';
import type { FanoutClient } from './client.ts';
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
  for (const client of group ?? []) {
    if (client.connection.id === senderId) continue;
    turn.address(client, client.connection.kind === 'extension' ? asking : plain);
  }
  for (const client of nodecgClients) if (client.connection.id !== senderId) turn.address(client, plain);
}

/** One item for everybody it concerns. */
export function sendTo(
  clients: Iterable<FanoutClient>,
  isConcerned: (connection: Connection) => boolean,
  turn: Turn,
  item: FrameItem,
): void {
  const index = turn.add(item);
  for (const client of clients) if (isConcerned(client.connection)) turn.address(client, index);
}

/** Dashboards hear of every bundle's changes, a graphic of its own bundle's. */
export function concerns({ kind, page, protocol }: Connection, bundle: string): boolean {
  if (protocol === 'nodecg') return false;
  return kind === 'dashboard' || (kind === 'graphics' && page.bundle === bundle);
}

/** Every field of a command narrows it. Previews are nobody's business. */
export function isCommanded({ kind, id, page, protocol }: Connection, { bundle, url, instanceId }: GraphicCommand): boolean {
  if (protocol === 'nodecg') return true;
  if (kind !== 'graphics' || page.preview) return false;
  return (
    (bundle === undefined || bundle === page.bundle) &&
    (url === undefined || url === page.url) &&
    (instanceId === undefined || instanceId === id)
  );
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
