import { createHash, randomBytes } from 'node:crypto';
import { can, theServer, type AccessAction, type Resource } from '#contract/access';
import type { AuditAction, AuditRecord, Origin } from '#contract/audit';
import type { Asked, AuthMode, IdentityError, IdentityErrorCode } from '#contract/identity';
import type { Json } from '#contract/json';
import type { Actor } from '#contract/replicant';
import { failure, type Result } from '#contract/result';
import type { Accounts } from '#ports/accounts';
import type { EventBus } from '#ports/event-bus';
import type { Log } from '#ports/log';
import type { PasswordHasher } from '#ports/password-hasher';
import type { SecretBox } from '#ports/secret-box';
import type { SessionTokens } from '#ports/session-tokens';
import type { LiveAskers } from './live-askers.ts';

export type Outcome<T> = Promise<Result<T, IdentityError>>;

export type IdentityDeps = {
  mode: AuthMode;
  accounts: Accounts;
  hasher: PasswordHasher;
  tokens: SessionTokens;
  box: SecretBox;
  bus: EventBus;
  log: Log;
  /** Writes something into the audit log. Never throws, never waits. */
  record: (entry: AuditRecord) => void;
  /** What a resource is part of, as the policy asks for it. */
  resource: (name: { kind: 'bundle' | 'graphic' | 'replicant' | 'assets'; bundle: string; name?: string }) => Resource;
  /** Pages that are connected by a session now. */
  connectionsOf: (sessionId: string) => number;
  /** Milliseconds since 1970. */
  now: () => number;
};
/** What every part of the service works with. */
export type IdentityContext = IdentityDeps & { live: LiveAskers };

export function refuse(code: IdentityErrorCode, message: string): { ok: false; error: IdentityError } {
  return failure({ code, message });
}

export const forbidden = () => refuse('forbidden', 'You may not do this. Ask an administrator to allow it.');
export const unknownUser = () => refuse('unknown-user', 'There is no such user any more.');
export const busy = () => refuse('too-many', 'Too many people are signing in at this moment. Try again in a few seconds.');

/** 256 bits for a link or key. */
export const makeToken = (): string => randomBytes(32).toString('base64url');
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Whoever asks, with the rights of this moment: they may have changed since they were found out. Undefined: their session has ended. */
export async function currentActor({ live }: IdentityContext, { asker }: Asked): Promise<Actor | undefined> {
  return asker.sessionId === undefined ? asker.actor : (await live.bySession(asker.sessionId))?.actor;
}

/** The actor, if they may do this on the server. */
export async function allowed(context: IdentityContext, asked: Asked, action: AccessAction): Promise<Actor | undefined> {
  const actor = await currentActor(context, asked);
  return actor && can(actor, action, theServer, context.now()) ? actor : undefined;
}

/** Whose rights a link needs that is made now. In open mode nobody's: whoever is at this machine administers. */
export function makerOf({ asker }: Asked): { makerId?: string } {
  return asker.userId === undefined ? {} : { makerId: asker.userId };
}

/** What ended or changed: whoever is connected by it is cut off, and nothing of it is remembered. */
export function tell(
  { bus }: Pick<IdentityDeps, 'bus'>,
  what: { userId?: string; sessionIds?: string[]; keyIds?: string[]; ended: boolean },
): void {
  bus.publish({ type: 'identity.changed', ...what });
}

/** Writes down what somebody did, or was refused. */
export function note(
  { record }: Pick<IdentityDeps, 'record'>,
  who: Asked | Origin,
  entry: { action: AuditAction; target: string; before?: Json; after?: Json; result?: AuditRecord['result']; reason?: string },
): void {
  const { result = 'ok', ...rest } = entry;
  if (!('asker' in who)) return record({ actor: { kind: 'anonymous', id: '' }, origin: who, result, ...rest });
  const { kind, id, role } = who.asker.actor;
  record({ actor: { kind, id, role }, origin: who.origin, result, ...rest });
}

/** A refusal that is written down, too. */
export function noteForbidden(
  context: IdentityContext,
  asked: Asked,
  entry: { action: AuditAction; target: string },
): ReturnType<typeof forbidden> {
  note(context, asked, { ...entry, result: 'refused', reason: 'forbidden' });
  return forbidden();
}

/** Storage that doesn't answer is an expected failure; then nothing has changed. */
export async function guarded<T>({ log }: Pick<IdentityDeps, 'log'>, work: () => Outcome<T>): Outcome<T> {
  try {
    return await work();
  } catch (error) {
    // Text that Postgres can't hold: a zero character.
    if ((error as { code?: string }).code === '22021')
      return refuse('invalid', 'There is a character in it that can’t be stored.');
    log.warn('Accounts could not be read or changed.', { error: error instanceof Error ? error.message : String(error) });
    return refuse('storage-away', 'The database doesn’t answer. Nothing was changed; try again when it is back.');
  }
}
