/** What the queue needs of a host. */
export type Startable = { begin(): void; readonly tried: Promise<void> };

/** Begins hosts in order, `startsAtOnce` at a time. One that takes longer than `startPatienceMs` to load keeps nobody waiting any more. */
export function createStartQueue({
  startsAtOnce,
  startPatienceMs,
}: {
  startsAtOnce: number;
  startPatienceMs: number;
}): (host: Startable) => void {
  const waiting: Startable[] = [];
  let starting = 0;
  const startMore = (): void => {
    while (starting < startsAtOnce) {
      const host = waiting.shift();
      if (!host) return;
      starting += 1;
      host.begin();
      void triedOrSlow(host, startPatienceMs).then(() => {
        starting -= 1;
        startMore();
      });
    }
  };
  return (host) => {
    waiting.push(host);
    startMore();
  };
}

function triedOrSlow({ tried }: Startable, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patienceMs);
    void tried.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
