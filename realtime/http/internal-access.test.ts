import { expect, it } from 'vitest';
import type { Role } from '#contract/access';
import type { Asked } from '#contract/identity';
import { internalSchemas, type InternalMethod, type InternalPayload } from '#contract/internal';
import type { Actor } from '#contract/replicant';
import { createAccessService } from '#services/access/index';
import { refusalOf } from './internal.ts';

const quiz = { name: 'quiz', panels: [], graphics: [] };
const access = createAccessService({ now: Date.now, bundles: () => [quiz, { ...quiz, name: 'other' }] });
await access.loadRestrictions();

const user = (role: Role): Actor => ({ kind: 'user', id: role, role, access: { reach: 'all', grants: [] } });
const key = (pattern: string): Actor => ({
  ...{ kind: 'key', id: 'k', role: 'VIEWER' },
  access: { reach: 'granted', grants: [{ kind: 'bundle', pattern, level: 'read' }] },
});
/** `nobody`: Next asks for itself. */
const askers = {
  nobody: undefined,
  key: key('quiz'),
  stranger: key('other'),
  guest: { ...user('OPERATOR'), access: { reach: 'granted', grants: [] } } as Actor,
  VIEWER: user('VIEWER'),
  OPERATOR: user('OPERATOR'),
  ADMIN: user('ADMIN'),
};
type AskerName = keyof typeof askers;

const staff: AskerName[] = ['VIEWER', 'OPERATOR', 'ADMIN'];
const operators: AskerName[] = ['OPERATOR', 'ADMIN'];
/** Whoever isn't named is refused. What `known` get is told apart by the method itself, see E452 and E531. */
const table: readonly { allowed: readonly AskerName[]; methods: readonly InternalMethod[] }[] = [
  {
    allowed: ['nobody'],
    methods: [
      ...(['identity.authenticate', 'identity.sessionEnd', 'identity.needsSetup', 'identity.setUp'] as const),
      ...(['identity.checkPassword', 'identity.beginDirectory', 'identity.endDirectory'] as const),
      ...(['identity.enterByProvider', 'identity.openSession', 'identity.readInvite', 'identity.acceptInvite'] as const),
      ...(['identity.readPasswordLink', 'identity.usePasswordLink'] as const),
      ...(['system.database', 'system.signIn'] as const),
    ],
  },
  {
    allowed: ['key', 'stranger', 'guest', ...staff],
    methods: [
      ...(['saved.list', 'saved.create', 'saved.compare', 'saved.restore', 'saved.rename', 'saved.delete'] as const),
      ...(['replicant.list', 'bundle.list', 'graphic.list', 'graphic.command', 'restriction.list'] as const),
    ],
  },
  {
    allowed: ['guest', ...staff],
    methods: [
      ...(['account.me', 'account.changePassword', 'account.beginTotp', 'account.confirmTotp'] as const),
      ...(['account.removeTotp', 'account.unlink', 'layout.read', 'layout.change', 'system.about'] as const),
      ...(['session.list', 'session.revoke', 'session.ticket', 'key.list', 'key.create', 'key.revoke'] as const),
    ],
  },
  {
    allowed: ['key', ...staff],
    methods: ['replicant.read', 'replicant.history', 'replicant.details', 'replicant.at', 'bundle.get'],
  },
  { allowed: staff, methods: ['system.health'] },
  {
    allowed: operators,
    methods: [
      ...(['replicant.set', 'replicant.propose', 'replicant.delete', 'replicant.restore', 'replicant.undo'] as const),
      ...(['replicant.redo', 'layout.share', 'layout.edit', 'layout.delete'] as const),
    ],
  },
  {
    allowed: ['ADMIN'],
    methods: [
      ...(['bundle.reload', 'bundle.enable', 'bundle.disable', 'audit.list', 'audit.check', 'audit.verify'] as const),
      ...(['user.list', 'user.change', 'user.delete', 'user.grant', 'user.ungrant', 'user.preview', 'user.createFirst'] as const),
      ...(['user.passwordLink', 'restriction.set', 'invite.list', 'invite.create', 'invite.revoke'] as const),
    ],
  },
];

function letIn(method: InternalMethod, more: object = {}): AskerName[] {
  // What rules look at; the rest of a payload is nothing to them.
  const payload = {
    key: { namespace: 'quiz', name: 'score' },
    name: 'quiz',
    ...more,
  } as unknown as InternalPayload<InternalMethod>;
  return (Object.keys(askers) as AskerName[]).filter((name) => {
    const actor = askers[name];
    const asked: Asked | undefined = actor && { asker: { actor, via: 'session' }, origin: { address: '', userAgent: '' } };
    return refusalOf(method, payload, asked, access) === undefined;
  });
}

it('[Z11] every method of the internal API is for whom the table says, and for nobody else', () => {
  expect(table.flatMap(({ methods }) => methods).sort()).toEqual(Object.keys(internalSchemas).sort());
  for (const { allowed, methods } of table)
    for (const method of methods) expect([method, letIn(method)]).toEqual([method, allowed]);
});

it('[I8] sessions of others are for administrators', () => {
  expect(letIn('session.list', { everybody: true })).toEqual(['ADMIN']);
  for (const method of ['session.list', 'session.revoke'] as const) expect(letIn(method, { userId: 'ada' })).toEqual(['ADMIN']);
});
