import type { GraphicInstance } from '#contract/graphic';
import { contentOf } from '#contract/message';
import type { Operation } from '#contract/operations';
import type { ReplicantKey } from '#contract/replicant';
import type { FrameItem } from '#contract/wire';
import type { OutgoingFrame } from '#ports/connection';
import type { FanoutClient } from '../../fanout/client.ts';
import { webSocketText, type FramePacket } from '../frame-packet.ts';
import { commandEvents } from './command-events.ts';
import { toNodecgOperations } from './operations.ts';

/** One item as NodeCG's events: Socket.IO's packets as text, and the same as finished WebSocket frames. */
type Encoded = { texts: readonly string[]; bytes: Buffer };

export type EncodeFrame = (frame: OutgoingFrame, client: FanoutClient) => FramePacket | undefined;

/**
 * Turns frames into NodeCG's events. An item is encoded once for all of NodeCG's clients, and a frame's events lie in one buffer,
 * which is one write for each of them. Undefined: nothing in the frame concerns NodeCG's clients.
 */
export function createEncodeFrame(instances: () => GraphicInstance[]): EncodeFrame {
  const encodedItems = new WeakMap<FrameItem, Encoded>();
  const packets = new WeakMap<OutgoingFrame, FramePacket | 'nothing'>();

  function eventsOf(item: FrameItem, client: FanoutClient): string[] {
    if (item[0] === 'g') return commandEvents(item[1], instances).map(([event, payload]) => eventText(event, payload));
    if (item[0] === 'm') return [eventText('message', { bundleName: item[1], messageName: item[2], content: contentOf(item) })];
    const channel = item[0] === 'b' ? undefined : client.subscriptions.get(item[1])?.channel;
    if (!channel) return [];
    const change = changeOf(item, channel.endedAt);
    return change ? [operationsText(channel.key, change)] : [];
  }

  function encodeItem(item: FrameItem, client: FanoutClient): Encoded {
    const known = encodedItems.get(item);
    if (known) return known;
    const texts = eventsOf(item, client);
    const encoded = { texts, bytes: webSocketText(texts.map((text) => `4${text}`)) };
    encodedItems.set(item, encoded);
    return encoded;
  }

  return (frame, client) => {
    const known = packets.get(frame);
    if (known) return known === 'nothing' ? undefined : known;
    const items = frame.items.map((item) => encodeItem(item, client));
    const texts = items.flatMap((item) => item.texts);
    const packet = texts.length === 0 ? 'nothing' : toPacket(texts, joinBytes(items.map(({ bytes }) => bytes)));
    packets.set(frame, packet);
    return packet === 'nothing' ? undefined : packet;
  };
}

type Change = { revision: number; operations: readonly Operation[] };

/** A deleted replicant has no value any more, as one last revision that its next life never uses. */
function changeOf(item: FrameItem, endedAt: number): Change | undefined {
  switch (item[0]) {
    case 'r':
      return { revision: item[2], operations: toNodecgOperations(item[3]) };
    case 's':
      return { revision: item[2].revision, operations: [overwrite(item[2].value)] };
    case 'd':
      return endedAt < 0 ? undefined : { revision: endedAt + 1, operations: [overwrite(undefined)] };
    default:
      return undefined;
  }
}

function overwrite(newValue: Extract<Operation, { method: 'overwrite' }>['args']['newValue']): Operation {
  return { path: '/', method: 'overwrite', args: { newValue } };
}

function operationsText({ namespace, name }: ReplicantKey, { revision, operations }: Change): string {
  return eventText('replicant:operations', { name, namespace, revision, operations });
}

/** `2` is Socket.IO's event; the default namespace has no name. */
function eventText(event: string, payload: unknown): string {
  return `2${JSON.stringify([event, payload])}`;
}

/** Polling separates packets by a record separator and begins each with Engine.IO's `4`, which it puts before the first itself. JSON has no such character. */
function toPacket(texts: string[], bytes: Buffer): FramePacket {
  return { text: texts.join('\u001e4'), bytes };
}

function joinBytes(buffers: Buffer[]): Buffer {
  return buffers.length === 1 && buffers[0] ? buffers[0] : Buffer.concat(buffers);
}
