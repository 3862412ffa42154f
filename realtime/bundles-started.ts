import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '#ports/log';
import type { GatewayRuntime } from '#runtime/create-gateway-runtime';

/** How long bundles may keep the server from being called ready. */
const patienceMs = 10_000;

/**
 * Starts the bundles. Resolves when each runs or its failure is known, but after 10 s in any case, naming those that are still loading:
 * one extension that takes its time must not keep everything else from being called ready.
 */
export async function bundlesStarted(
  { start, bundles }: Pick<GatewayRuntime, 'start' | 'bundles'>,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<void> {
  const patience = new AbortController();
  const slow = delay(patienceMs, 'slow' as const, { signal: patience.signal }).catch(() => undefined);
  const outcome = await Promise.race([start(), slow, aborted(signal)]);
  patience.abort();
  if (outcome !== 'slow') return;
  const names = bundles.list().flatMap(({ name, state }) => (state === 'starting' ? [name] : []));
  log.warn(`Still loading after ${patienceMs / 1000} s: ${names.join(', ') || 'some extensions'}. Everything else runs.`);
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
