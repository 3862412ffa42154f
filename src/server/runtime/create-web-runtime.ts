import { parseWebEnvironment, type WebEnvironment } from '#server/config/parse-web-environment';
import type { Asked } from '#contract/identity';
import type { SignInDeps } from '#server/auth/types';
import { createGatewayClient } from '#server/gateway-client/create-gateway-client';
import type { GatewayClient } from '#server/gateway-client/types';
import { openSignIn } from './open-sign-in.ts';

/** What Next's process has: the gateway behind its internal API. */
export type WebRuntime = {
  /** For Next itself, or in the name of who asks. */
  gatewayFor: (asked?: Asked) => GatewayClient;
  /** What signing in works with. */
  signIn: () => Promise<SignInDeps>;
  /** This server's public address where it is fixed; else each request says it. */
  publicUrl: string | undefined;
  /** Where browsers find the gateway, if that isn't this server's own address. */
  realtimeUrl: string | undefined;
  /** Where a bug is written down: never in an answer. */
  reportError(where: string, error: unknown): void;
};

/** Wires the web role. */
export function createWebRuntime(environment: WebEnvironment): WebRuntime {
  const {
    INTERNAL_URL: url,
    REALTIME_SECRET: secret,
    NEXTAUTH_SECRET,
    NEXTAUTH_URL,
    REALTIME_URL,
    DATABASE_URL,
    ENCRYPTION_KEYS: encryptionKeys,
  } = environment;
  const gatewayFor = (asked?: Asked) => createGatewayClient({ url, secret }, asked);
  const reportError = (where: string, error: unknown) => {
    process.stderr.write(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  };
  return {
    gatewayFor,
    signIn: openSignIn({ gatewayFor, secret: NEXTAUTH_SECRET, databaseUrl: DATABASE_URL, encryptionKeys, reportError }),
    publicUrl: NEXTAUTH_URL,
    realtimeUrl: REALTIME_URL,
    reportError,
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
