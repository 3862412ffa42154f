/** One dependency's state as `/ready` and the dashboard's health line show it. */
export type HealthCheck = {
  name: 'database' | 'gateway' | 'web' | 'bundles' | 'redis';
  state: 'ok' | 'starting' | 'failing';
  detail?: string;
};
export type Readiness = { ready: boolean; version: string; checks: HealthCheck[] };
