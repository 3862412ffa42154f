import type { HealthCheck, Readiness } from '#contract/health';

export type ReadinessBoard = {
  set(name: HealthCheck['name'], state: HealthCheck['state'], detail?: string): void;
  current(): Readiness;
};

/** What `/ready` says: true when every check that this server has is ok. What wants attention only (`signs`) is shown with them. */
export function createReadiness(
  version: string,
  names: readonly HealthCheck['name'][],
  signs: () => HealthCheck[] = () => [],
): ReadinessBoard {
  const checks = new Map<HealthCheck['name'], HealthCheck>(names.map((name) => [name, { name, state: 'starting' }]));
  return {
    set: (name, state, detail) => void checks.set(name, detail === undefined ? { name, state } : { name, state, detail }),
    current() {
      const needed = [...checks.values()];
      return { ready: needed.every(({ state }) => state === 'ok'), version, checks: [...needed, ...signs()] };
    },
  };
}
