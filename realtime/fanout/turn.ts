import type { FrameItem } from '#contract/wire';
import type { OutgoingFrame } from '#ports/connection';
import type { FanoutClient } from './client.ts';

export type Turn = {
  /** Remembers an item for this turn; its index addresses it. */
  add(item: FrameItem): number;
  /** Puts a newer item in the place of one of this turn, for everybody that has it. */
  replace(index: number, item: FrameItem): void;
  /** Grows by one with each turn: an index means something in its own turn only. */
  readonly number: number;
  address(client: FanoutClient, index: number): void;
  /** Sends what was gathered now instead of at the turn's end. */
  flush(): void;
};

/**
 * Gathers what one turn of the event loop brought and hands each client one frame at its end. Clients with the same items share
 * one frame, and each item is encoded once, whoever gets it.
 */
export function createTurn(deliver: (client: FanoutClient, frame: OutgoingFrame) => void): Turn {
  let items: FrameItem[] = [];
  let clients: FanoutClient[] = [];
  let number = 0;
  let scheduled: NodeJS.Immediate | undefined;

  function flush(): void {
    if (scheduled) clearImmediate(scheduled);
    scheduled = undefined;
    const turn = createFrames(items);
    const recipients = clients;
    items = [];
    clients = [];
    number += 1;
    for (const client of recipients) {
      const indexes = client.turn;
      client.turn = [];
      if (!client.closed) deliver(client, turn(indexes));
    }
  }

  return {
    add(item) {
      scheduled ??= setImmediate(flush);
      return items.push(item) - 1;
    },
    replace: (index, item) => void (items[index] = item),
    get number() {
      return number;
    },
    address(client, index) {
      if (client.turn.length === 0) clients.push(client);
      client.turn.push(index);
    },
    flush,
  };
}

/** One frame of its own, for a single client. */
export function frameOf(items: FrameItem[]): OutgoingFrame {
  let json: string | undefined;
  return { items, json: () => (json ??= JSON.stringify(items)) };
}

function createFrames(items: FrameItem[]): (indexes: number[]) => OutgoingFrame {
  const encoded: (string | undefined)[] = [];
  const frames = new Map<string, OutgoingFrame>();
  const encode = (index: number) => (encoded[index] ??= JSON.stringify(items[index]));

  return (indexes) => {
    const signature = indexes.length === 1 ? String(indexes[0]) : indexes.join();
    const known = frames.get(signature);
    if (known) return known;
    let json: string | undefined;
    const frame: OutgoingFrame = {
      items: indexes.flatMap((index) => (items[index] ? [items[index]] : [])),
      json: () => (json ??= `[${indexes.map(encode).join()}]`),
    };
    frames.set(signature, frame);
    return frame;
  };
}
