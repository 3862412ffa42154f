import type { Json } from '#contract/json';
import type { BundleRegistry } from '#ports/bundle-registry';
import type { Log } from '#ports/log';
import type { Assembly } from './bundle-state.ts';
import { createRunInOrder } from './run-in-order.ts';
import { within } from './within.ts';

/** The registry as this service uses it: never rejects, never hangs; what fails is in the log, and bundles go on. */
export type Remember = {
  disabled(): Promise<Set<string>>;
  setEnabled(name: string, enabled: boolean): Promise<void>;
  /** Stores what was found, where that differs from the last time. */
  found(assembly: Assembly): Promise<void>;
};

const timeoutMs = 5_000;

export function createRemember(registry: BundleRegistry, log: Log): Remember {
  const runInOrder = createRunInOrder();
  let recorded = '';
  /** What a person decided and the registry doesn't know yet. */
  const unstored = new Map<string, boolean>();
  const attempt = <T>(task: () => Promise<T>, failed: (reason: string) => T): Promise<T> =>
    runInOrder(() =>
      within(task(), timeoutMs).catch((error: unknown) => failed(error instanceof Error ? error.message : String(error))),
    );
  const storeDecisions = async (): Promise<void> => {
    for (const [name, enabled] of unstored) {
      await registry.setEnabled(name, enabled);
      if (unstored.get(name) === enabled) unstored.delete(name);
    }
  };
  return {
    disabled: () =>
      attempt(
        () => registry.disabled(),
        (reason) => {
          log.warn(`Which bundles are disabled could not be read, so all are started: ${reason}`);
          return new Set();
        },
      ),
    setEnabled(name, enabled) {
      unstored.set(name, enabled);
      return attempt(storeDecisions, (reason) =>
        log.warn(`"${name}" is ${enabled ? 'enabled' : 'disabled'}, but that could not be stored for the next start: ${reason}`),
      );
    },
    async found(assembly) {
      const bundles = rowsOf(assembly);
      const text = JSON.stringify(bundles);
      if (text === recorded) return;
      recorded = text;
      await attempt(
        async () => {
          await storeDecisions();
          await registry.record(bundles);
        },
        (reason) => {
          recorded = '';
          log.warn(`The list of bundles could not be stored: ${reason}`);
        },
      );
    },
  };
}

function rowsOf({ bundles }: Assembly): { name: string; version: string; config: Json; enabled: boolean }[] {
  return [...bundles.values()].flatMap(({ name, enabled, entry: { good } }) =>
    good ? [{ name, version: good.loaded.manifest.version, config: good.loaded.config, enabled }] : [],
  );
}
