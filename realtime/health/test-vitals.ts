import { tmpdir } from 'node:os';
import type { Readiness } from '#contract/health';
import { silentLog } from '../gateway/test-gateway.ts';
import { createMetrics, type MetricSources } from './metrics.ts';
import { watchVitals, type VitalsOptions } from './vitals.ts';

/** Vitals of the test's own process, and metrics on them. `stop` ends both. */
export function startTestVitals(options: Partial<VitalsOptions & MetricSources> = {}) {
  const vitals = watchVitals({ dataDir: tmpdir(), log: silentLog, slowClients: () => 0, ...options });
  const readiness = (): Readiness => ({ ready: true, version: '1.0.0', checks: [] });
  const metrics = createMetrics({
    vitals,
    readiness,
    durability: () => ({ state: 'ok', unstored: 0 }),
    extensions: () => undefined,
    network: () => ({ in: 0, out: 0 }),
    ...options,
  });
  return { vitals, metrics, stop: vitals.stop };
}
