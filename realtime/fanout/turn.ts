import type { FrameItem } from '#contract/wire';
import type { OutgoingFrame } from '#ports/connection';
import { createQuietTurn, type QuietTurnTimes } from '../quiet-turn.ts';
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
 * Gathers what one turn of the event loop brought, or a burst of turns as long as `times` allow, and hands each client one frame at its
 * end. Clients with the same items share one frame, and each item is encoded once, whoever gets it.
 */
export function createTurn(
  deliver: (client: FanoutClient, frame: OutgoingFrame) => void,
  times: QuietTurnTimes = { longestMs: 0 },
): Turn {
  let items: FrameItem[] = [];
  let clients: FanoutClient[] = [];
  let number = 0;
  const end = createQuietTurn(flush, times);

  function flush(): void {
    end.cancel();
    const encode = createEncoder(items);
    const recipients = clients;
    items = [];
    clients = [];
    number += 1;
    start = createNews(undefined, -1);
    for (const client of recipients) {
      const news = client.news;
      client.news = undefined;
      if (!client.closed && news) deliverTo(client, (news.frame ??= frameFrom(news, encode)));
    }
  }

  /** One client's trouble must not cost those behind it their frames. */
  function deliverTo(client: FanoutClient, frame: OutgoingFrame): void {
    try {
      deliver(client, frame);
    } catch {
      // A frame too long to be written: it comes back and gets the newest states.
      client.connection.close('A frame could not be sent to this client.');
    }
  }

  let start = createNews(undefined, -1);
  return {
    add(item) {
      end.ask();
      return items.push(item) - 1;
    },
    replace: (index, item) => void (items[index] = item),
    get number() {
      return number;
    },
    address(client, index) {
      if (!client.news) clients.push(client);
      client.news = next(client.news ?? start, index);
    },
    flush,
  };
}

/**
 * What a client gets in this turn, as a place in a tree: clients that were addressed with the same items stand at the same place, so
 * that however many they are and whatever it is, finding out that they share a frame costs one step per item.
 */
export type News = {
  readonly before: News | undefined;
  readonly index: number;
  /** Most have one. */
  last: News | undefined;
  others: Map<number, News> | undefined;
  frame: OutgoingFrame | undefined;
};

function createNews(before: News | undefined, index: number): News {
  return { before, index, last: undefined, others: undefined, frame: undefined };
}

function next(news: News, index: number): News {
  if (news.last?.index === index) return news.last;
  const known = news.others?.get(index);
  const found = known ?? createNews(news, index);
  if (news.last) (news.others ??= new Map()).set(news.last.index, news.last);
  news.last = found;
  return found;
}

/** One frame of its own, for a single client. */
export function frameOf(items: FrameItem[]): OutgoingFrame {
  let json: string | undefined;
  return { items, json: () => (json ??= JSON.stringify(items)) };
}

type Encoder = { items: readonly FrameItem[]; encode(index: number): string };

function createEncoder(items: readonly FrameItem[]): Encoder {
  const encoded: (string | undefined)[] = [];
  return { items, encode: (index) => (encoded[index] ??= JSON.stringify(items[index])) };
}

function frameFrom(news: News, { items, encode }: Encoder): OutgoingFrame {
  const indexes: number[] = [];
  for (let one = news; one.before; one = one.before) indexes.push(one.index);
  indexes.reverse();
  let json: string | undefined;
  return {
    items: indexes.flatMap((index) => (items[index] ? [items[index]] : [])),
    json: () => (json ??= `[${indexes.map(encode).join()}]`),
  };
}
