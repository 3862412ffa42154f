import { createDatabase, type OpenDatabase } from '#adapters/postgres/database';
import { createSecretBox } from '#adapters/crypto/secret-box';
import type { Asked } from '#contract/identity';
import type { SignInSettings } from '#contract/sign-in';
import type { SignInDeps } from '#server/auth/types';
import type { GatewayClient } from '#server/gateway-client/types';
import { boxKeys } from './box-keys.ts';

const settingsLastMs = 15_000;
// Accounts are read here at sign-in only.
const connections = 2;

type Needed = {
  gatewayFor: (asked?: Asked) => GatewayClient;
  secret: string | undefined;
  databaseUrl: string | undefined;
  encryptionKeys: readonly string[];
  reportError(where: string, error: unknown): void;
};

/** What signing in needs, found out from the gateway: its settings, and where accounts are stored unless `databaseUrl` says it. */
export function openSignIn({ gatewayFor, secret, databaseUrl, encryptionKeys, reportError }: Needed): () => Promise<SignInDeps> {
  let settings: { value: SignInSettings; until: number } | undefined;
  let open: { url: string; database: Promise<OpenDatabase> } | undefined;
  const database = async () => {
    const url = databaseUrl ?? (await gatewayFor().system.database()).url;
    if (open?.url !== url) {
      void open?.database.then((old) => old.close());
      open = { url, database: createDatabase(url, connections) };
    }
    return (await open.database).db;
  };
  return async () => {
    if (secret === undefined) throw new Error('Signing in needs NEXTAUTH_SECRET, the same value in web and gateway.');
    if (!settings || settings.until < Date.now())
      settings = { value: await gatewayFor().system.signIn(), until: Date.now() + settingsLastMs };
    return {
      settings: settings.value,
      secret,
      gatewayFor,
      database,
      box: createSecretBox(boxKeys(encryptionKeys, secret)),
      reportError,
    };
  };
}
