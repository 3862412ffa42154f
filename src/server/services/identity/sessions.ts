import { randomUUID } from 'node:crypto';
import type { Role } from '#contract/access';
import type { Origin } from '#contract/audit';
import type { Asked, SessionView } from '#contract/identity';
import { success } from '#contract/result';
import { wrongCredentials } from './check-password.ts';
import { allowed, forbidden, note, noteForbidden, refuse, tell, type IdentityContext, type Outcome } from './context.ts';
import { sessionView } from './views.ts';

const mostOpen = 100;
const longestMs = 90 * 24 * 60 * 60_000;
const ticketMs = 60_000;

/** `passwordStamp`: of the password that was shown; no session is opened once there is another one. */
export type NewSession = { userId: string; method: string; expiresAt: number; passwordStamp?: string };

/** Sign-ins: opening, listing and ending them. See SPEC.md I7 and I8. */
export function createSessions(context: IdentityContext) {
  return {
    openSession: (input: NewSession, origin: Origin) => open(context, input, origin),
    sessions: (input: { userId?: string; everybody?: boolean }, asked: Asked) => list(context, input, asked),
    revokeSessions: (input: { sessionId?: string; userId?: string; butThis?: boolean }, asked: Asked) =>
      revoke(context, input, asked),
    async openTicket(asked: Asked): Outcome<{ ticket: string; expiresAt: number }> {
      const { sessionId } = asked.asker;
      if (context.mode === 'login' && (sessionId === undefined || !(await allowed(context, asked, 'server.see'))))
        return forbidden();
      const expiresAt = context.now() + ticketMs;
      return success({ ticket: await context.tokens.makeTicket({ sessionId: sessionId ?? 'open', expiresAt }), expiresAt });
    },
  };
}

async function open(
  context: IdentityContext,
  { userId, method, expiresAt, passwordStamp }: NewSession,
  origin: Origin,
): Outcome<{ sessionId: string; username: string; role: Role }> {
  const { accounts, now } = context;
  const createdAt = now();
  const session = {
    id: randomUUID(),
    userId,
    method: method.slice(0, 64),
    address: origin.address.slice(0, 64),
    userAgent: origin.userAgent.slice(0, 512),
    createdAt,
    expiresAt: Math.min(expiresAt, createdAt + longestMs),
    ...(passwordStamp === undefined ? {} : { passwordStamp }),
  };
  const opened = await accounts.openSession(session, mostOpen);
  if (!opened) return notOpened(context, userId, origin);
  const { username, role } = opened.account;
  if (opened.ended.length > 0) tell(context, { sessionIds: opened.ended, ended: true });
  context.record({
    actor: { kind: 'user', id: username, role },
    action: 'session.sign-in',
    target: `user:${username}`,
    after: { method: session.method, session: session.id },
    origin,
    result: 'ok',
  });
  return success({ sessionId: session.id, username, role });
}

async function notOpened(context: IdentityContext, userId: string, origin: Origin): Outcome<never> {
  const account = await context.accounts.find({ id: userId }, context.now());
  const isOld = account !== undefined && account.disabledAt === undefined;
  const reason = isOld ? 'wrong-credentials' : 'disabled';
  const target = `user:${account?.username ?? userId}`;
  note(context, origin, { action: 'session.sign-in', target, result: 'refused', reason });
  // It was right a moment ago, when it was checked: another one was set since.
  return isOld ? wrongCredentials() : refuse('unknown-user', 'This user can’t sign in any more.');
}

async function list(
  context: IdentityContext,
  { userId, everybody }: { userId?: string; everybody?: boolean },
  asked: Asked,
): Outcome<SessionView[]> {
  const own = asked.asker.userId;
  const isOwn = !everybody && (userId === undefined || userId === own);
  if (!(await allowed(context, asked, isOwn ? 'account.own' : 'user.manage'))) return forbidden();
  if (isOwn && own === undefined) return success([]);
  const of = everybody ? undefined : (userId ?? own);
  const rows = await context.accounts.sessions(of === undefined ? {} : { userId: of }, context.now());
  return success(rows.map((row) => sessionView(row, context.connectionsOf(row.id))));
}

async function revoke(
  context: IdentityContext,
  { sessionId, userId, butThis = false }: { sessionId?: string; userId?: string; butThis?: boolean },
  asked: Asked,
): Outcome<{ revoked: number }> {
  const { accounts, now } = context;
  const own = asked.asker.userId;
  const owner = sessionId === undefined ? (userId ?? own) : (await accounts.session(sessionId, now()))?.session.userId;
  const isOwn = own !== undefined && owner === own;
  if (!(await allowed(context, asked, isOwn ? 'account.own' : 'user.manage')))
    return noteForbidden(context, asked, { action: 'session.revoke', target: `user:${owner ?? '?'}` });
  if (owner === undefined) return refuse('unknown-session', 'This session has ended already.');
  const except = butThis ? asked.asker.sessionId : undefined;
  const which = sessionId !== undefined ? { id: sessionId } : { userId: owner, ...(except === undefined ? {} : { except }) };
  const ended = await accounts.revokeSessions(which, now());
  if (sessionId !== undefined && ended.length === 0) return refuse('unknown-session', 'This session has ended already.');
  if (ended.length > 0) tell(context, { sessionIds: ended, ended: true });
  const isSignOut = sessionId !== undefined && sessionId === asked.asker.sessionId;
  note(context, asked, {
    action: isSignOut ? 'session.sign-out' : 'session.revoke',
    target: `user:${isOwn ? asked.asker.actor.id : await nameOf(context, owner)}`,
    after: { sessions: ended },
  });
  return success({ revoked: ended.length });
}

/** People are written down by name; by id only who is gone meanwhile. */
async function nameOf({ accounts, now }: IdentityContext, userId: string): Promise<string> {
  return (await accounts.find({ id: userId }, now()))?.username ?? userId;
}
