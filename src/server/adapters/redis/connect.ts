import { createClient } from 'redis';
import type { Log } from '#ports/log';

export type RedisClient = ReturnType<typeof makeClient>;
export type RedisLine = {
  client: RedisClient;
  /** False: Redis is away. Everything goes on in this process alone, and it is tried to be reached again. */
  isUp(): boolean;
  close(): Promise<void>;
};

const longestWaitMs = 5_000;

/** A line to Redis that never fails its caller's start: what can't be reached is tried again for ever, and said once in the log. */
export function connectRedis(url: string, log: Log, onState: (isUp: boolean) => void = () => undefined): RedisLine {
  const client = makeClient(url);
  let isUp: boolean | undefined;
  const tell = (next: boolean): void => {
    if (isUp === next) return;
    isUp = next;
    if (next) log.info('Redis is reached.');
    else log.warn('Redis is away. The show goes on: this server counts and remembers by itself until it is back.');
    onState(next);
  };
  client.on('error', () => tell(false));
  client.on('ready', () => tell(true));
  client.connect().catch(() => tell(false));
  return {
    client,
    isUp: () => client.isReady,
    close() {
      if (client.isOpen) client.destroy();
      return Promise.resolve();
    },
  };
}

function makeClient(url: string) {
  return createClient({
    url,
    // What is asked while Redis is away fails at once, and its caller does without.
    disableOfflineQueue: true,
    commandsQueueMaxLength: 10_000,
    socket: { connectTimeout: 3_000, reconnectStrategy: (tries) => Math.min(100 * 2 ** Math.min(tries, 6), longestWaitMs) },
  });
}
