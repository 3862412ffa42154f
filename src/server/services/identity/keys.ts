import { randomUUID } from 'node:crypto';
import { can, theServer } from '#contract/access';
import type { Asked, KeyView, NewKey } from '#contract/identity';
import { success } from '#contract/result';
import type { StoredKey } from '#ports/accounts';
import {
  allowed,
  currentActor,
  forbidden,
  hashToken,
  makeToken,
  note,
  noteForbidden,
  refuse,
  tell,
  type IdentityContext,
  type Outcome,
} from './context.ts';
import { isWithin } from './key-scope.ts';
import { keyView, pick } from './views.ts';

const mostInUse = 1_000;
type GoOn = (renewed: { keyId: string; secret: string }) => void;

/** API tokens and keys of graphics. See SPEC.md I13. */
export function createKeys(context: IdentityContext, reconsiderExpiries: () => void) {
  return {
    async keys(asked: Asked): Outcome<KeyView[]> {
      const isAll = (await allowed(context, asked, 'key.manage')) !== undefined;
      const own = asked.asker.userId;
      if (!isAll && (own === undefined || !(await allowed(context, asked, 'account.own')))) return forbidden();
      const keys = await context.accounts.keys();
      return success(keys.filter(({ userId }) => isAll || userId === own).map(keyView));
    },
    async createKey(wish: NewKey, asked: Asked): Outcome<{ key: KeyView; secret: string }> {
      const made = await create(context, wish, asked);
      reconsiderExpiries();
      return made;
    },
    async renewKey(asked: Asked, goOn: GoOn): Outcome<{ secret: string }> {
      const renewed = await renew(context, asked, goOn);
      reconsiderExpiries();
      return renewed;
    },
    revokeKey: ({ keyId }: { keyId: string }, asked: Asked) => revoke(context, keyId, asked),
  };
}

async function create(context: IdentityContext, wish: NewKey, asked: Asked): Outcome<{ key: KeyView; secret: string }> {
  const { accounts, now } = context;
  const { kind, name, level, expiresAt } = wish;
  const actor = await currentActor(context, asked);
  if (!actor || !mayCreate(context, wish, actor))
    return noteForbidden(context, asked, { action: 'key.create', target: `key:${name}` });
  const at = now();
  if (expiresAt !== undefined && expiresAt <= at)
    return refuse('invalid', 'This is over already: choose an end that is still to come.');
  const inUse = (await accounts.keys()).filter((key) => key.revokedAt === undefined && (key.expiresAt ?? Infinity) > at);
  if (inUse.length >= mostInUse) return refuse('too-many', `${mostInUse} keys are in use. Revoke some first.`);
  const secret = `ncg_${makeToken()}`;
  const userId = asked.asker.userId;
  const key: StoredKey = {
    id: randomUUID(),
    kind,
    name,
    prefix: secret.slice(0, 8),
    ...(userId === undefined ? {} : { userId }),
    createdBy: actor.id,
    level,
    grants: wish.grants.map(({ expiresAt: end, ...rule }) => ({ ...rule, ...(end === undefined ? {} : { expiresAt: end }) })),
    createdAt: at,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  await accounts.addKey(key, hashToken(secret));
  const after = pick(key, 'kind', 'level', 'grants', 'expiresAt', 'prefix');
  note(context, asked, { action: 'key.create', target: `key:${name}`, after });
  return success({ key: keyView(key), secret });
}

/** Who manages keys makes any; who may hand a graphic out makes keys for graphics, of what they have themselves. No key makes keys. */
function mayCreate(context: IdentityContext, wish: NewKey, actor: Parameters<typeof can>[0]): boolean {
  if (actor.kind !== 'user' && actor.kind !== 'server') return false;
  if (can(actor, 'key.manage', theServer, context.now())) return true;
  return wish.kind === 'graphics' && isWithin(context, wish, actor);
}

async function renew(context: IdentityContext, asked: Asked, goOn: GoOn): Outcome<{ secret: string }> {
  const { keyId: id } = asked.asker;
  const secret = `ncg_${makeToken()}`;
  const next = { id: randomUUID(), prefix: secret.slice(0, 8), hash: hashToken(secret) };
  const key = id === undefined ? undefined : await context.accounts.replaceKey(id, next, context.now());
  if (id === undefined || !key) return refuse('unknown-key', 'This token has ended.');
  try {
    goOn({ keyId: key.id, secret });
  } finally {
    tell(context, { keyIds: [id], ended: true });
  }
  const rights = pick(key, 'kind', 'level', 'grants', 'expiresAt', 'prefix');
  note(context, asked, { action: 'key.create', target: `key:${key.name}`, after: rights });
  note(context, asked, { action: 'key.revoke', target: `key:${key.name}`, before: pick(key, 'kind', 'level', 'grants') });
  return success({ secret });
}

async function revoke(context: IdentityContext, keyId: string, asked: Asked): Outcome<null> {
  const { accounts, now } = context;
  const key = (await accounts.keys()).find(({ id }) => id === keyId);
  const target = `key:${key?.name ?? keyId}`;
  const isOwn = key?.userId !== undefined && key.userId === asked.asker.userId;
  if (!(await allowed(context, asked, isOwn ? 'account.own' : 'key.manage')))
    return noteForbidden(context, asked, { action: 'key.revoke', target });
  const revoked = await accounts.revokeKey(keyId, now());
  if (!revoked) return refuse('unknown-key', 'This key was revoked already.');
  tell(context, { keyIds: [keyId], ended: true });
  note(context, asked, { action: 'key.revoke', target, before: pick(revoked, 'kind', 'level', 'grants', 'prefix') });
  return success(null);
}
