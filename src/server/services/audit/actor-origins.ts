import type { Origin } from '#contract/audit';
import type { Actor } from '#contract/replicant';

/** Beside the actor, not in it: an actor goes to clients and into the history, an address doesn't. */
const origins = new WeakMap<Actor, Origin>();
const unknown: Origin = { address: '', userAgent: '' };

/** Remembers from where this very actor object asks. Doors that make one per connection or call say so. */
export function rememberOrigin(actor: Actor, origin: Origin): void {
  origins.set(actor, origin);
}

/** From where this actor object asks, as far as somebody said. */
export function originOf(actor: Actor): Origin {
  return origins.get(actor) ?? unknown;
}

/** The same actor as an object of its own, of which is known from where it asks. */
export function actorFrom(actor: Actor, origin: Origin): Actor {
  const own = { ...actor };
  origins.set(own, origin);
  return own;
}
