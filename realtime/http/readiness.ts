import type { HealthCheck, Readiness } from '#contract/health';

export type ReadinessBoard = {
  set(name: HealthCheck['name'], state: HealthCheck['state'], detail?: string): void;
  current(): Readiness;
};

/** What `/ready` says: true when every check that this server has is ok. */
export function createReadiness(version: string, names: readonly HealthCheck['name'][]): ReadinessBoard {
  const checks = new Map<HealthCheck['name'], HealthCheck>(names.map((name) => [name, { name, state: 'starting' }]));
  return {
    set: (name, state, detail) => void checks.set(name, detail === undefined ? { name, state } : { name, state, detail }),
    current() {
      const list = [...checks.values()];
      return { ready: list.every(({ state }) => state === 'ok'), version, checks: list };
    },
  };
}
