import type { HttpHost } from '#ports/extension-hosts';

/** Knows whether a host can be asked for what its extensions have mounted. */
export type HttpPresence = HttpHost & {
  /** False: it has come up and mounted nothing, or it ended in its first start. */
  mayServe(): boolean;
  serving(address: string): void;
  /** Every extension of it has been tried: what isn't mounted by now is not worth waiting for. */
  ready(): void;
  /** The process has ended; another one may follow. */
  gone(): void;
  /** None follows. */
  stopped(): void;
};

export function createHttpPresence(name: string, bundles: readonly string[] = [name]): HttpPresence {
  let address: string | undefined;
  /** In its very first start, or it has served before. */
  let isExpected = true;
  let hasServed = false;
  let waiting: (() => void)[] = [];
  const tell = (): void => {
    const told = waiting;
    waiting = [];
    for (const each of told) each();
  };
  return {
    name,
    bundles,
    hasServed: () => hasServed,
    mayServe: () => address !== undefined || isExpected,
    async address(patienceMs, dead) {
      // A host's end is noticed at its socket before its process has been collected.
      if (address === dead) address = undefined;
      if (address !== undefined || !isExpected || patienceMs <= 0) return address;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        timer = setTimeout(resolve, patienceMs);
      });
      clearTimeout(timer);
      return address;
    },
    serving(at) {
      address = at;
      isExpected = hasServed = true;
      tell();
    },
    ready() {
      isExpected = hasServed = address !== undefined;
      tell();
    },
    gone() {
      address = undefined;
      isExpected = hasServed;
      if (!isExpected) tell();
    },
    stopped() {
      address = undefined;
      isExpected = false;
      tell();
    },
  };
}
