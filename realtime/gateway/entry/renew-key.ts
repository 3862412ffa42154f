import type { Asker, Credentials } from '#contract/identity';
import type { Origin } from '#contract/audit';
import { serverActor } from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';
import type { AdmitDeps } from './admit.ts';

export type RenewDeps = {
  identity: AdmitDeps['identity'];
  origin: Origin;
  /** The connection goes on by the new key. Called before the old one ends. */
  change: (by: { asker: Asker; credentials: Credentials }) => void;
};

/**
 * A key asks for a new one in its place: the same grants, level and end, never more than it had. The old one ends at once, for everybody
 * else who uses it. The text of the new one, or why there is none.
 */
export async function renewKey(
  { keyId, userId }: Asker,
  { identity, origin, change }: RenewDeps,
): Promise<Result<string, string>> {
  const asked = { asker: { actor: serverActor, via: 'key' as const, ...(userId === undefined ? {} : { userId }) }, origin };
  const known = await identity.keys(asked);
  if (!known.ok) return failure(known.error.message);
  const key = known.value.find(({ id, revokedAt }) => id === keyId && revokedAt === undefined);
  if (!key) return failure('This token has ended.');
  const { kind, name, level, grants, expiresAt } = key;
  const wish = { kind, name, level, grants, ...(expiresAt === undefined ? {} : { expiresAt }) };
  const created = await identity.createKey(wish, asked);
  if (!created.ok) return failure(created.error.message);
  const credentials = { bearer: created.value.secret };
  const asker = await identity.authenticate(credentials, origin);
  if (!asker) return failure('The new token could not be used.');
  change({ asker, credentials });
  const revoked = await identity.revokeKey({ keyId: key.id }, asked);
  return revoked.ok ? success(created.value.secret) : failure(revoked.error.message);
}
