import type { Asker, Credentials } from '#contract/identity';
import type { Origin } from '#contract/audit';
import type { Actor } from '#contract/replicant';
import type { SocketNamespace } from '#contract/protocol';
import { failure, success, type Result } from '#contract/result';
import type { Hello } from '#contract/wire';
import type { AccessService } from '#services/access/index';
import type { IdentityService } from '#services/identity/index';
import type { ConnectionFacts } from '../socket-connection.ts';
import { graphicActor, readGraphicUrl } from './graphic-actor.ts';
import type { Shown } from './handshake.ts';
import { namespaceRules } from './rules.ts';

export type AdmitDeps = {
  identity: Pick<IdentityService, 'mode' | 'authenticate' | 'renewKey'>;
  access: Pick<AccessService, 'allows'>;
};

/** Who came in, and by what: kept, so that it can be asked again. */
export type Admitted = {
  facts: ConnectionFacts;
  asker: Asker;
  credentials: Credentials;
  /** Asked again when rules have changed. */
  mayEnter: () => boolean;
};

/** Why somebody doesn't come in, for the program and for the person. */
export type Refused = { code: RefusedCode; message: string; /** Who it is that may not, if that is known. */ actor?: Actor };
export type RefusedCode = 'signed-out' | 'forbidden' | 'invalid-request' | 'several';

const signedOut: Refused = {
  code: 'signed-out',
  message:
    'You are not signed in, or no longer. Sign in on the dashboard; a graphic needs its address with a key, a program a token.',
};
const notAllowed: Refused = {
  code: 'forbidden',
  message: 'You may not see this. If you should, ask an administrator to allow it.',
};

/** What a page becomes in a namespace, or why it stays out. */
export type Enter = (asker: Asker) => Result<ConnectionFacts, Refused>;

/** Finds out who asks, by what they show, and whether they may come in as `enter` says. */
export async function admit(
  shown: Shown,
  enter: Enter,
  { identity }: AdmitDeps,
  origin: Origin,
): Promise<Result<Admitted, Refused>> {
  if (shown.given === 'several') return failure({ code: 'several', message: 'more than one token provided' });
  const tried = identity.mode === 'open' ? [{}] : shown.given ? [shown.given] : shown.byItself;
  let refusal = signedOut;
  for (const credentials of tried) {
    const asker = await identity.authenticate(credentials, origin);
    if (!asker) continue;
    const entered = enter(asker);
    if (entered.ok) return success({ facts: { ...entered.value, asker }, asker, credentials, mayEnter: () => enter(asker).ok });
    refusal = { ...entered.error, actor: asker.actor };
  }
  return failure(refusal);
}

/** For our own namespaces; the rule of each is in {@link namespaceRules}. */
export function entranceOf(namespace: SocketNamespace, { page }: Hello, deps: AdmitDeps): Enter {
  const entrances: Record<SocketNamespace, Enter> = {
    '/dashboard': (asker) => enterDashboard(asker, page, deps),
    '/graphics': (asker) => enterGraphics(asker, page, deps),
    '/extension': (asker) => enterExtension(asker, page, deps),
  };
  return entrances[namespace];
}

/** For NodeCG's clients: whoever sees the server, and every key; what a key may is asked of each event. */
export function enterNodecg(asker: Asker, { access }: AdmitDeps): Result<ConnectionFacts, Refused> {
  const mayEnter = asker.keyId !== undefined || access.allows(asker.actor, namespaceRules['/'].action, { kind: 'server' });
  if (!mayEnter) return failure(notAllowed);
  return success({ kind: 'dashboard', page: { kind: 'dashboard' }, actor: asker.actor, protocol: 'nodecg' });
}

function enterDashboard({ actor }: Asker, page: Hello['page'], { access }: AdmitDeps): Result<ConnectionFacts, Refused> {
  if (!access.allows(actor, namespaceRules['/dashboard'].action, { kind: 'server' })) return failure(notAllowed);
  return success({ kind: 'dashboard', page, actor });
}

/** The address says which bundle it is: what a page calls itself beside that doesn't count. */
function enterGraphics({ actor, via }: Asker, page: Hello['page'], { access }: AdmitDeps): Result<ConnectionFacts, Refused> {
  if (via === 'open') return success({ kind: 'graphics', page, actor: graphicActor(actor, page.bundle ?? 'unknown') });
  const address = readGraphicUrl(page.url ?? '');
  if (!address || address.bundle !== page.bundle)
    return failure({ code: 'invalid-request', message: 'handshake: page.url: must be the address of a graphic of page.bundle' });
  const { bundle, url } = address;
  if (!access.allows(actor, namespaceRules['/graphics'].action, { kind: 'graphic', bundle, name: url }))
    return failure(notAllowed);
  return success({ kind: 'graphics', page: { ...page, kind: 'graphic', bundle, url }, actor: graphicActor(actor, bundle) });
}

/** A program that acts as a bundle's extension, with what its token was granted and nothing more. */
function enterExtension({ actor, keyId }: Asker, page: Hello['page'], { access }: AdmitDeps): Result<ConnectionFacts, Refused> {
  const { bundle } = page;
  if (page.kind !== 'extension' || bundle === undefined)
    return failure({ code: 'invalid-request', message: 'handshake: page: must be of kind "extension" and name its bundle' });
  const mayAct = keyId !== undefined && access.allows(actor, namespaceRules['/extension'].action, { kind: 'bundle', bundle });
  if (!mayAct)
    return failure({
      code: 'forbidden',
      message:
        'A remote extension needs a token that may write to its bundle. An administrator makes one on the keys page, where people sign in.',
    });
  const { access: own = { reach: 'granted', grants: [] } } = actor;
  return success({
    kind: 'extension',
    page: { kind: 'extension', bundle },
    actor: { kind: 'extension', id: bundle, role: 'OPERATOR', access: own },
  });
}
