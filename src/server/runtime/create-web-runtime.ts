import { parseWebEnvironment } from '#server/config/parse-web-environment';
import type { Asked } from '#contract/identity';
import { createGatewayClient } from '#server/gateway-client/create-gateway-client';
import type { GatewayClient } from '#server/gateway-client/types';

/** What Next's process has: the gateway behind its internal API. */
export type WebRuntime = {
  /** For Next itself, or in the name of who asks. */
  gatewayFor: (asked?: Asked) => GatewayClient;
  /** Where a bug is written down: never in an answer. */
  reportError(where: string, error: unknown): void;
};

/** Wires the web role. */
export function createWebRuntime(environment: { INTERNAL_URL: string; REALTIME_SECRET: string }): WebRuntime {
  return {
    gatewayFor: (asked) => createGatewayClient({ url: environment.INTERNAL_URL, secret: environment.REALTIME_SECRET }, asked),
    reportError: (where, error) => {
      process.stderr.write(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    },
  };
}

// Next may hold this module twice (its bundler makes its own copy), so the one runtime hangs on a global symbol.
const key = Symbol.for('nodecg-next.web-runtime');
type Holder = { [key]?: WebRuntime };

/** This process's runtime, made at first use: `next build` loads this module without an environment. */
export function webRuntime(): WebRuntime {
  const holder = globalThis as Holder;
  return (holder[key] ??= createWebRuntime(parseWebEnvironment()));
}
