import type { AuditAction, AuditRecord } from '#contract/audit';
import type { IdentityValues } from '#contract/internal-identity';
import type { InternalMethod, InternalPayload, InternalValues } from '#contract/internal';
import type { Json } from '#contract/json';
import { refusalRecord, targetOf, type AuditService } from '#services/audit/index';
import { internalRules, type InternalRule } from './internal-rules.ts';
import type { InternalAsked, InternalServices } from './internal-methods.ts';

/** What of the identity area happened, its service writes down itself. */
type Method = Exclude<InternalMethod, keyof IdentityValues>;
type Facts = { target: string; before?: Json | undefined; after?: Json | undefined };
type Look<M extends Method> = (
  payload: InternalPayload<M>,
  services: InternalServices,
  asked: InternalAsked,
) => Facts | Promise<Facts>;
/**
 * `reads`: changes nothing. `witnessed`: changes replicants, and each change is written down where it is made. Else what it is called in the
 * log, on what, found out before it is done.
 */
type Rule<M extends Method> = 'reads' | 'witnessed' | { action: AuditAction; look: Look<M> };

const named = (action: AuditAction, area: string) => ({
  action,
  look: ({ name }: { name: string }): Facts => ({ target: `${area}:${name}` }),
});
const savedState = (action: AuditAction) => ({
  action,
  look: async ({ id }: { id: string }, { saved }: InternalServices): Promise<Facts> => ({
    target: `saved:${(await saved.list()).find((state) => state.id === id)?.name ?? id}`,
  }),
});
const sharedLayout = async (id: string, { layouts }: InternalServices, { actor }: InternalAsked): Promise<string> => {
  const read = await layouts.read(actor);
  return `layout:${(read.ok && read.value.shared.value.layouts.find((layout) => layout.id === id)?.name) || id}`;
};

/** What each method is in the audit log: one without an entry here doesn't compile. */
const auditRules: { [M in Method]: Rule<M> } = {
  'replicant.read': 'reads',
  'replicant.set': 'witnessed',
  'replicant.propose': 'witnessed',
  'replicant.history': 'reads',
  'replicant.list': 'reads',
  'replicant.delete': {
    action: 'replicant.delete',
    look: async ({ key }, { replicants }) => ({
      target: targetOf({ kind: 'replicant', bundle: key.namespace, name: key.name }),
      before: (await replicants.read(key))?.value,
    }),
  },
  'replicant.details': 'reads',
  'replicant.at': 'reads',
  'replicant.restore': 'witnessed',
  'replicant.undo': 'witnessed',
  'replicant.redo': 'witnessed',
  'saved.list': 'reads',
  'saved.create': {
    action: 'saved.create',
    look: ({ name, namespace }) => ({ target: `saved:${name}`, after: { of: namespace ?? 'the whole show' } }),
  },
  'saved.compare': 'reads',
  'saved.restore': savedState('saved.restore'),
  'saved.rename': {
    action: 'saved.rename',
    look: async (payload, services) => {
      const { target } = await savedState('saved.rename').look(payload, services);
      return { target, before: { name: target.slice('saved:'.length) }, after: { name: payload.name } };
    },
  },
  'saved.delete': savedState('saved.delete'),
  'layout.read': 'reads',
  // How somebody arranges their own panels is nobody else's business.
  'layout.change': 'reads',
  'layout.share': named('layout.share', 'layout'),
  'layout.edit': {
    action: 'layout.edit',
    look: async ({ id, edit }, services, asked) => ({
      target: await sharedLayout(id, services, asked),
      after: { changed: Object.keys(edit) },
    }),
  },
  'layout.delete': {
    action: 'layout.delete',
    look: async ({ id }, services, asked) => ({ target: await sharedLayout(id, services, asked) }),
  },
  'bundle.list': 'reads',
  'bundle.get': 'reads',
  'bundle.reload': named('bundle.reload', 'bundle'),
  'bundle.enable': named('bundle.enable', 'bundle'),
  'bundle.disable': named('bundle.disable', 'bundle'),
  'graphic.list': 'reads',
  'graphic.command': {
    action: 'graphic.command',
    look: ({ command, bundle, url, instanceId }) => ({
      target:
        url ?? (bundle === undefined ? (instanceId === undefined ? 'graphics' : `graphic:${instanceId}`) : `bundle:${bundle}`),
      after: { command, ...(instanceId === undefined ? {} : { instance: instanceId }) },
    }),
  },
  'system.health': 'reads',
  'system.about': 'reads',
  'system.database': 'reads',
  'system.signIn': 'reads',
  'audit.list': 'reads',
  'audit.check': 'reads',
  'audit.verify': 'reads',
};

/** Does what is asked and writes it down, however it ends. */
export async function audited<M extends InternalMethod>(
  call: { name: M; payload: InternalPayload<M>; asked: InternalAsked; services: InternalServices },
  work: () => Promise<InternalValues[M]>,
): Promise<InternalValues[M]> {
  const { name, payload, asked, services } = call;
  const rule = Object.hasOwn(auditRules, name) ? (auditRules[name as Method] as Rule<Method>) : 'reads';
  if (typeof rule === 'string') {
    const value = await work();
    const refusal = Object.hasOwn(auditRules, name) ? forbidden(value) : undefined;
    if (refusal !== undefined) auditRefusal(services.audit, { name, payload, asked, reason: refusal });
    return value;
  }
  const { actor, origin } = asked;
  const look = async () => rule.look(payload as InternalPayload<Method>, services, asked);
  const facts = await look().catch((): Facts => ({ target: 'unknown' }));
  const record = (rest: Pick<AuditRecord, 'result' | 'reason'>, change: Facts = facts) =>
    services.audit.record({
      actor: { kind: actor.kind, id: actor.id, role: actor.role },
      action: rule.action,
      target: facts.target,
      ...(change.before === undefined ? {} : { before: change.before }),
      ...(change.after === undefined ? {} : { after: change.after }),
      origin,
      ...rest,
    });
  try {
    const value = await work();
    const error = failureOf(value);
    record(error ? { result: error.code === 'forbidden' ? 'refused' : 'failed', reason: error.message } : { result: 'ok' });
    return value;
  } catch (error) {
    record({ result: 'failed', reason: 'The server hit an unexpected error; its log says more.' });
    throw error;
  }
}

/** Writes down that somebody was refused a method. */
export function auditRefusal(
  audit: Pick<AuditService, 'record'>,
  {
    name,
    payload,
    asked,
    reason,
  }: { name: InternalMethod; payload: unknown; asked: Pick<InternalAsked, 'asker' | 'origin'>; reason: string },
): void {
  const rule = internalRules[name] as InternalRule;
  const need = typeof rule === 'function' ? rule(payload as InternalPayload<InternalMethod>) : undefined;
  const target = need ? targetOf(need.resource) : 'server';
  audit.record(refusalRecord({ actor: asked.asker.actor, origin: asked.origin, asked: name, target, reason }));
}

function forbidden(value: unknown): string | undefined {
  const error = failureOf(value);
  return error?.code === 'forbidden' ? error.message : undefined;
}

function failureOf(value: unknown): { code: string; message: string } | undefined {
  if (typeof value !== 'object' || value === null || !('ok' in value) || value.ok !== false || !('error' in value))
    return undefined;
  return value.error as { code: string; message: string };
}
