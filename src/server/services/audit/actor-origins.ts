import type { Origin } from '#contract/audit';
import type { Asker } from '#contract/identity';
import type { Actor } from '#contract/replicant';

/** Who signs for what an actor does: a graphic's or a remote extension's is whoever it was let in by. */
type Signer = Pick<Asker, 'actor' | 'keyId'>;
type Known = { origin: Origin; signer?: Signer | undefined };

/** Beside the actor, not in it: an actor goes to clients and into the history, an address doesn't. */
const known = new WeakMap<Actor, Known>();
const unknown: Origin = { address: '', userAgent: '' };

/** Remembers from where this very actor object asks, and by what. Doors that make one per connection or call say so. */
export function rememberOrigin(actor: Actor, origin: Origin, signer?: Signer): void {
  known.set(actor, { origin, signer });
}

/** From where this actor object asks, as far as somebody said. */
export function originOf(actor: Actor): Origin {
  return known.get(actor)?.origin ?? unknown;
}

/**
 * Who signs for what this actor object does: a person or key itself, and the key by which a graphic or a remote extension came in, with its
 * id. Undefined: nobody, it is the show's own.
 */
export function signerOf(actor: Actor): { actor: Actor; keyId: string | undefined } | undefined {
  const signer = known.get(actor)?.signer;
  if (actor.kind === 'user' || actor.kind === 'key') return { actor, keyId: signer?.keyId };
  return signer?.actor.kind === 'key' ? { actor: signer.actor, keyId: signer.keyId } : undefined;
}

/** The same actor as an object of its own, of which is known from where it asks, and by what. */
export function actorFrom(actor: Actor, origin: Origin, signer?: Signer): Actor {
  const own = { ...actor };
  known.set(own, { origin, signer });
  return own;
}
