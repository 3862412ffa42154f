import type { KeyView, SessionView, UserView } from '#contract/identity';
import type { Json } from '#contract/json';
import { localActor } from '#contract/replicant';
import type { Account, StoredKey, StoredSession } from '#ports/accounts';

/** A user without anything secret. */
export function userView(account: Account): UserView {
  const { passwordHash, totpSecret, recoveryCodesLeft, providers, failedAttempts: _, ...rest } = account;
  return {
    ...rest,
    hasPassword: passwordHash !== undefined,
    hasTotp: totpSecret !== undefined,
    recoveryCodesLeft,
    providers: providers.map(({ provider, label }) => ({ provider, ...(label === undefined ? {} : { label }) })),
  };
}

/** In open mode: whoever is at this machine. */
export const localUser: UserView = {
  id: localActor.id,
  username: localActor.id,
  role: localActor.role,
  reach: 'all',
  grants: [],
  hasPassword: false,
  hasTotp: false,
  recoveryCodesLeft: 0,
  providers: [],
  createdAt: 0,
  openSessions: 0,
};

export function sessionView(session: StoredSession, connections: number): SessionView {
  return { ...session, connections };
}

export function keyView({ userId: _, ...key }: StoredKey): KeyView {
  return key;
}

/** What the audit log keeps of somebody or something: the fields that are about rights. */
export function pick<T extends object, K extends keyof T>(from: T, ...fields: K[]): Json {
  return JSON.parse(JSON.stringify(Object.fromEntries(fields.map((field) => [field, from[field]])))) as Json;
}
