import { createPasswordHasher } from '#adapters/crypto/password-hasher';
import { createSecretBox } from '#adapters/crypto/secret-box';
import { createSessionTokens } from '#adapters/crypto/session-tokens';
import { createAccounts } from '#adapters/postgres/accounts';
import type { EventBus } from '#ports/event-bus';
import type { Log } from '#ports/log';
import type { Config } from '#server/config/config';
import type { AccessService } from '#services/access/index';
import { createIdentityService, type IdentityDeps, type StartedIdentity } from '#services/identity/index';
import { boxKeys } from './box-keys.ts';

/** What isn't in the configuration: made once into the data folder where the environment doesn't say it. */
export type IdentitySecrets = { nextAuth: string };

/** People, sessions and keys in the database at `databaseUrl`. */
export function openIdentity(options: {
  config: Config;
  databaseUrl: string;
  secrets: IdentitySecrets;
  bus: EventBus;
  log: Log;
  access: Pick<AccessService, 'resource'>;
  record: IdentityDeps['record'];
  connectionsOf: IdentityDeps['connectionsOf'];
}): StartedIdentity {
  const { config, databaseUrl, secrets, bus, log, access, record, connectionsOf } = options;
  return createIdentityService({
    mode: config.authMode,
    accounts: createAccounts(databaseUrl),
    hasher: createPasswordHasher(),
    tokens: createSessionTokens(secrets.nextAuth),
    box: createSecretBox(boxKeys(config.encryptionKeys, secrets.nextAuth)),
    bus,
    log,
    record,
    resource: access.resource,
    connectionsOf,
    now: Date.now,
  });
}
