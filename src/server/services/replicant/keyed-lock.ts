/** One at a time per key, in the order asked; different keys don't wait for each other. */
export interface KeyedLock {
  /** Runs at once if nobody holds the key. A task that throws frees the key like any other. */
  run<T>(key: string, task: () => Promise<T>): Promise<T>;
  /** How many hold or wait for the key. */
  depth(key: string): number;
  /** Resolves when nobody holds or waits for anything. */
  idle(): Promise<void>;
}

type Queue = { tail: Promise<unknown>; depth: number };

/** A {@link KeyedLock} within this process. Holds nothing for keys that are free. */
export function createKeyedLock(): KeyedLock {
  const queues = new Map<string, Queue>();

  async function run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const queue = queues.get(key) ?? { tail: Promise.resolve(), depth: 0 };
    queues.set(key, queue);
    queue.depth += 1;
    const turn = queue.depth === 1 ? task() : queue.tail.then(task);
    queue.tail = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      queue.depth -= 1;
      if (queue.depth === 0) queues.delete(key);
    }
  }

  return {
    run,
    depth: (key) => queues.get(key)?.depth ?? 0,
    idle: async () => {
      while (queues.size > 0) await Promise.all([...queues.values()].map((queue) => queue.tail));
    },
  };
}
