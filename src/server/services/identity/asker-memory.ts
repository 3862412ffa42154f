import type { Asker } from '#contract/identity';
import type { Log } from '#ports/log';
import type { LoadedAsker } from './to-asker.ts';

type Known = LoadedAsker & { checkedAt: number; touchedAt: number };
type Source = {
  /** Undefined: there is none any more. */
  load(name: string): Promise<LoadedAsker | undefined>;
  touch(name: string, asker: Asker): Promise<void>;
  /** It was known, and is no more. */
  lost(name: string, asker: Asker): void;
};
export type AskerMemory = {
  find(name: string): Promise<Asker | undefined>;
  forget(isMeant: (known: LoadedAsker) => boolean): void;
};

const mostKnown = 5_000;
/** Another process may have changed the database without our hearing of it. */
const recheckMs = 30_000;
/** How exactly `last seen` and `last used` are kept. */
const touchMs = 60_000;
const warnMs = 60_000;

/**
 * Remembers a bounded number of askers by session or key. Who is known is answered from memory, and looked after now and then beside it;
 * while storage is away they stay known until they end, and who isn't known is nobody.
 */
export function createAskerMemory(source: Source, { now, log }: { now: () => number; log: Log }): AskerMemory {
  const known = new Map<string, Known>();
  const loading = new Map<string, Promise<LoadedAsker | undefined>>();
  // Grows with everything that is forgotten: what was read before that may be old.
  let generation = 0;
  let warnedAt = -Infinity;

  const load = (name: string): Promise<LoadedAsker | undefined> => {
    const running = loading.get(name);
    if (running) return running;
    const made = loadFresh(name).finally(() => loading.delete(name));
    loading.set(name, made);
    return made;
  };
  const loadFresh = async (name: string): Promise<LoadedAsker | undefined> => {
    for (;;) {
      const before = generation;
      const loaded = await source.load(name);
      if (before !== generation) continue;
      if (loaded) remember(name, loaded);
      return loaded;
    }
  };
  const remember = (name: string, loaded: LoadedAsker): void => {
    const touchedAt = known.get(name)?.touchedAt ?? 0;
    known.delete(name);
    const oldest = known.size >= mostKnown ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(name, { ...loaded, checkedAt: now(), touchedAt });
  };
  const recheck = async (name: string, entry: Known): Promise<void> => {
    entry.checkedAt = now();
    const found = await load(name).catch(() => entry);
    if (found || known.get(name) !== entry) return;
    known.delete(name);
    source.lost(name, entry.asker);
  };
  const touch = (name: string): void => {
    const entry = known.get(name);
    if (!entry || now() - entry.touchedAt < touchMs) return;
    entry.touchedAt = now();
    void source.touch(name, entry.asker).catch(() => undefined);
  };

  return {
    async find(name) {
      const entry = known.get(name);
      if (entry && entry.expiresAt > now()) {
        if (now() - entry.checkedAt >= recheckMs) void recheck(name, entry);
        touch(name);
        return entry.asker;
      }
      known.delete(name);
      const loaded = await load(name).catch((error: unknown) => {
        if (now() - warnedAt < warnMs) return undefined;
        warnedAt = now();
        log.warn('Somebody could not be recognised: the database doesn’t answer.', { error: String(error) });
        return undefined;
      });
      touch(name);
      return loaded?.asker;
    },
    forget(isMeant) {
      generation += 1;
      for (const [name, entry] of known) if (isMeant(entry)) known.delete(name);
    },
  };
}
