import type { GrantRule } from '#contract/access';
import type { Asked, GrantView, RestrictionView } from '#contract/identity';
import { success } from '#contract/result';
import { allowed, note, noteForbidden, refuse, tell, unknownUser, type IdentityContext, type Outcome } from './context.ts';
import { toGrant } from './new-account.ts';
import { pick } from './views.ts';

const mostGrants = 500;
const mostRestrictions = 1_000;

/** What users may reach beside their role, and what only grants open. */
export function createGrants(context: IdentityContext, reconsiderExpiries: () => void) {
  const { accounts, bus, now } = context;
  return {
    async grant({ userId, rule }: { userId: string; rule: GrantRule }, asked: Asked): Outcome<GrantView> {
      const account = await accounts.find({ id: userId }, now());
      const target = `user:${account?.username ?? userId}`;
      const actor = await allowed(context, asked, 'user.manage');
      if (!actor) return noteForbidden(context, asked, { action: 'grant.create', target });
      if (!account) return unknownUser();
      if (rule.expiresAt !== undefined && rule.expiresAt <= now())
        return refuse('invalid', 'This is over already: choose an end that is still to come.');
      if (account.grants.length >= mostGrants) return refuse('too-many', `Somebody may have ${mostGrants} grants.`);
      const grant = await accounts.addGrant(userId, toGrant(rule, { now: now(), createdBy: actor.id }));
      if (!grant) return unknownUser();
      tell(context, { userId, ended: false });
      reconsiderExpiries();
      note(context, asked, { action: 'grant.create', target, after: ruleOf(grant) });
      return success(grant);
    },
    async ungrant({ grantId }: { grantId: string }, asked: Asked): Outcome<null> {
      if (!(await allowed(context, asked, 'user.manage')))
        return noteForbidden(context, asked, { action: 'grant.delete', target: `grant:${grantId}` });
      const removed = await accounts.removeGrant(grantId);
      if (!removed) return refuse('unknown-grant', 'This grant was taken away already.');
      tell(context, { userId: removed.userId, ended: false });
      const username = (await accounts.find({ id: removed.userId }, now()))?.username;
      note(context, asked, {
        action: 'grant.delete',
        target: `user:${username ?? removed.userId}`,
        before: ruleOf(removed.grant),
      });
      return success(null);
    },
    async restrict(
      { kind, name, restricted }: { kind: 'workspace' | 'bundle'; name: string; restricted: boolean },
      asked: Asked,
    ): Outcome<RestrictionView[]> {
      const entry = { action: restricted ? 'restriction.create' : 'restriction.delete', target: `${kind}:${name}` } as const;
      const actor = await allowed(context, asked, 'user.manage');
      if (!actor) return noteForbidden(context, asked, entry);
      if (restricted && (await accounts.restrictions()).length >= mostRestrictions)
        return refuse('too-many', `There may be ${mostRestrictions} restrictions.`);
      const isOther = restricted
        ? await accounts.restrict({ kind, name, createdBy: actor.id, createdAt: now() })
        : await accounts.unrestrict(kind, name);
      if (isOther) {
        bus.publish({ type: 'access.changed' });
        note(context, asked, entry);
      }
      return success(await accounts.restrictions());
    },
  };
}

function ruleOf(grant: GrantView) {
  return pick(grant, 'kind', 'pattern', 'level', 'expiresAt');
}
