import type { AuditRecord, Origin } from '#contract/audit';
import type { Actor } from '#contract/replicant';

export type RefusedAsking = {
  /** Undefined: nobody who is known. */
  actor: Actor | undefined;
  origin: Origin;
  /** What was asked for: an action of the policy, a method, an event, an address. */
  asked: string;
  target: string;
  reason: string;
};

/** A refusal, wherever it was given, as the log keeps it. */
export function refusalRecord({ actor, origin, asked, target, reason }: RefusedAsking): AuditRecord {
  return {
    actor: actor ? { kind: actor.kind, id: actor.id, role: actor.role } : { kind: 'anonymous', id: '' },
    action: 'access.refuse',
    target,
    after: { asked },
    origin,
    result: 'refused',
    reason,
  };
}

type Named =
  { kind: 'server' } | { kind: 'workspace'; name: string } | { kind: string; bundle: string; name?: string | undefined };

/** A resource of the policy as the target of an entry: `replicant:lower-thirds:text`, `bundle:timer`, `server`. */
export function targetOf(resource: Named): string {
  if ('bundle' in resource) return [resource.kind, resource.bundle, resource.name].filter((part) => part !== undefined).join(':');
  return 'name' in resource ? `${resource.kind}:${resource.name}` : resource.kind;
}
