import type { Origin } from '#contract/audit';
import type { Asked, Asker, Credentials } from '#contract/identity';
import type { SignInSettings } from '#contract/sign-in';
import type { Database } from '#ports/database';
import type { SecretBox } from '#ports/secret-box';
import type { GatewayClient } from '#server/gateway-client/types';

/** What signing in needs of the process that it runs in. */
export type SignInDeps = {
  settings: SignInSettings;
  /** NextAuth's secret. */
  secret: string;
  gatewayFor: (asked?: Asked) => GatewayClient;
  /** Opened at the first use: passwords need none here. */
  database: () => Promise<Database>;
  box: SecretBox;
  reportError(where: string, error: unknown): void;
};

/** One request to sign in or out. */
export type SignInRequest = {
  origin: Origin;
  credentials: Credentials;
  cookieHeader: string | null;
  /** Who is signed in already. */
  asker: Asker | undefined;
};
