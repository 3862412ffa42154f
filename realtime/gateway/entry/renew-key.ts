import type { Asker, Credentials } from '#contract/identity';
import type { Origin } from '#contract/audit';
import { failure, success, type Result } from '#contract/result';
import type { AdmitDeps } from './admit.ts';

export type RenewDeps = {
  identity: Pick<AdmitDeps['identity'], 'renewKey'>;
  origin: Origin;
  /** The connection goes on by the new key. Called before the old one ends. */
  change: (by: { asker: Asker; credentials: Credentials }) => void;
};

/**
 * A key asks for a new one in its place: the same grants, level, owner and end. The old one ends at once, for everybody else who uses it;
 * where that fails neither has happened. The text of the new one, or why there is none.
 */
export async function renewKey(asker: Asker, { identity, origin, change }: RenewDeps): Promise<Result<string, string>> {
  const renewed = await identity.renewKey({ asker, origin }, ({ keyId, secret }) =>
    change({ asker: { ...asker, keyId, via: 'bearer' }, credentials: { bearer: secret } }),
  );
  return renewed.ok ? success(renewed.value.secret) : failure(renewed.error.message);
}
