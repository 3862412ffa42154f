import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  internalCallSchema,
  internalPath,
  internalSchemas,
  type InternalErrorCode,
  type InternalMethod,
  type InternalPayload,
  type InternalValues,
  type SystemHealth,
} from '#contract/internal';
import type { Asked } from '#contract/identity';
import { limits } from '#contract/limits';
import { failure, success, type Result } from '#contract/result';
import type { ServerFacts } from '#contract/server-facts';
import type { Follower } from '#contract/inspect';
import { serverActor, type Actor, type ReplicantKey } from '#contract/replicant';
import type { Log } from '#ports/log';
import type { AccessService } from '#services/access/types';
import type { BundleService } from '#services/bundle/types';
import type { GraphicService } from '#services/graphic/index';
import type { IdentityService } from '#services/identity/types';
import type { LayoutService } from '#services/layout/index';
import type { ReplicantService } from '#services/replicant/types';
import type { SavedStateService } from '#services/saved-state/index';
import { describeIssue } from '../gateway/session.ts';
import { internalRules, type InternalRule } from './internal-rules.ts';
import { respondJson, type Exchange } from './respond.ts';

export type InternalDeps = {
  secret: string;
  log: Log;
  /** Undefined until they are there. */
  services: () => InternalServices | undefined;
};
export type InternalServices = {
  replicants: ReplicantService;
  bundles: Pick<BundleService, 'list' | 'get' | 'reload' | 'enable' | 'disable'>;
  graphics: Pick<GraphicService, 'list' | 'command'>;
  saved: SavedStateService;
  layouts: LayoutService;
  identity: IdentityService;
  access: Pick<AccessService, 'refuse'>;
  followers: (key: ReplicantKey) => Follower[];
  followerCount: (key: ReplicantKey) => number;
  health: () => SystemHealth;
  about: () => ServerFacts;
  database: () => { url: string };
};

/** What Next asks for itself, such as who somebody is. */
const askedByServer: Asked = { asker: { actor: serverActor, via: 'open' }, origin: { address: '', userAgent: 'NodeCG Next' } };

type Failure = { status: number; code: InternalErrorCode; message: string };
type Method<M extends InternalMethod> = (
  payload: InternalPayload<M>,
  services: InternalServices,
  asked: InternalAsked,
) => InternalValues[M] | Promise<InternalValues[M]>;
/** For whom it is asked; Next itself is the server. `actor` is the asker's. */
export type InternalAsked = Asked & { actor: Actor };

const methods: { [M in InternalMethod]: Method<M> } = {
  'replicant.read': ({ key }, { replicants }) => replicants.read(key),
  'replicant.set': ({ key, value }, { replicants }, { actor }) => replicants.set(key, value, actor),
  'replicant.propose': ({ durable, origin, idempotencyKey, baseStamp, ...change }, { replicants }, { actor }) =>
    replicants.propose(
      {
        ...change,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
        ...(baseStamp === undefined ? {} : { baseStamp }),
      },
      actor,
      origin === undefined ? { durable } : { durable, origin },
    ),
  'replicant.history': ({ key, limit, before }, { replicants }) =>
    replicants.history(key, before === undefined ? { limit } : { limit, before }),
  'replicant.list': async ({ namespace }, { replicants, followerCount }) =>
    (await replicants.list(namespace)).map((summary) => ({ ...summary, subscribers: followerCount(summary.key) })),
  'replicant.details': async ({ key }, { replicants, followers, followerCount }) => {
    const details = await replicants.describe(key);
    return details && { ...details, summary: { ...details.summary, subscribers: followerCount(key) }, followers: followers(key) };
  },
  'replicant.at': ({ key, revision }, { replicants }) => replicants.at(key, revision),
  'replicant.restore': ({ key, revision }, { replicants }, { actor }) => replicants.restore(key, revision, actor),
  'replicant.undo': ({ key }, { replicants }, { actor }) => replicants.undo(key, actor),
  'replicant.redo': ({ key }, { replicants }, { actor }) => replicants.redo(key, actor),
  'saved.list': ({ namespace }, { saved }) => saved.list(namespace),
  'saved.create': ({ name, namespace }, { saved }, { actor }) => saved.create({ name, namespace }, actor),
  'saved.compare': ({ id, against }, { saved }) => saved.compare(id, against),
  'saved.restore': ({ id }, { saved }, { actor }) => saved.restore(id, actor),
  'saved.rename': ({ id, name }, { saved }, { actor }) => saved.rename(id, name, actor),
  'saved.delete': ({ id }, { saved }, { actor }) => saved.delete(id, actor),
  'replicant.delete': ({ key }, { replicants }, { actor }) => replicants.delete(key, actor),
  'layout.read': (_, { layouts }, { actor }) => layouts.read(actor),
  'layout.change': ({ changes }, { layouts }, { actor }) => layouts.change(changes, actor),
  'layout.share': ({ ...wish }, { layouts }, { actor }) => layouts.share(wish, actor),
  'layout.edit': ({ id, edit }, { layouts }, { actor }) => layouts.edit(id, edit, actor),
  'layout.delete': ({ id }, { layouts }, { actor }) => layouts.delete(id, actor),
  'bundle.list': (_, { bundles }) => bundles.list(),
  'bundle.get': ({ name }, { bundles }) => bundles.get(name),
  'bundle.reload': ({ name }, { bundles }) => bundles.reload(name),
  'bundle.enable': ({ name }, { bundles }) => bundles.enable(name),
  'bundle.disable': ({ name }, { bundles }) => bundles.disable(name),
  'graphic.list': (_, { graphics }) => graphics.list(),
  'graphic.command': (command, { graphics }) => graphics.command(command),
  'system.health': (_, { health }) => health(),
  'system.about': (_, { about }) => about(),
  'system.database': (_, { database }) => database(),
  'identity.authenticate': async ({ credentials, origin }, { identity }) => {
    const asker = await identity.authenticate(credentials, origin);
    return asker === undefined ? { mode: identity.mode } : { mode: identity.mode, asker };
  },
};

/** Next's way to the services: `POST /internal/v1/<service>.<method>`, see contract/internal.ts. */
export function createInternalApi({ secret, log, services }: InternalDeps): (exchange: Exchange) => Promise<void> {
  const isSecret = createSecretCheck(secret);
  return async (exchange) => {
    try {
      const answer = await answerCall(exchange, { isSecret, services: services() });
      if (answer.ok)
        return respondJson(exchange, 200, answer.value === undefined ? { ok: true } : { ok: true, value: answer.value });
      const { status, code, message } = answer.error;
      respondJson(exchange, status, failure({ code, message }));
    } catch (error) {
      log.error('An internal API call failed.', {
        path: exchange.path,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      respondJson(exchange, 500, failure({ code: 'internal', message: 'The gateway could not do this; its log says why.' }));
    }
  };
}

async function answerCall(
  { request, path }: Exchange,
  { isSecret, services }: { isSecret: (given: string) => boolean; services: InternalServices | undefined },
): Promise<Result<unknown, Failure>> {
  if (!isSecret(request.headers.authorization ?? ''))
    return refuse(
      401,
      'unauthorised',
      'The internal API needs REALTIME_SECRET as a bearer token: the same value in web and gateway.',
    );
  const name = path.slice(internalPath.length);
  if (request.method !== 'POST' || !isMethod(name))
    return refuse(404, 'unknown-method', 'There is no such method. Are web and gateway of the same version?');
  if (!services) return refuse(503, 'not-ready', 'the server is starting');
  const body = await readBody(request);
  if (body === undefined) return refuse(413, 'too-large', `A call may have ${limits.frameBytes} bytes. Send a smaller change.`);
  const call = internalCallSchema.safeParse(parseJson(body));
  if (!call.success) return refuse(400, 'invalid-request', describeIssue(name, call.error));
  const parsed = internalSchemas[name].safeParse(call.data.input);
  if (!parsed.success) return refuse(400, 'invalid-request', describeIssue(name, parsed.error));
  // The schema of `name` made this payload; TypeScript can't follow the pair through the table.
  const method = methods[name] as Method<InternalMethod>;
  const given = call.data.asked as Asked | undefined;
  const refusal = refusalOf(name, parsed.data, given, services.access);
  if (refusal !== undefined) return refuse(403, 'forbidden', refusal);
  const asked = given ?? askedByServer;
  return success(await method(parsed.data as InternalPayload<InternalMethod>, services, { ...asked, actor: asked.asker.actor }));
}

/** Why who asks may not call this method; undefined: they may. Without `asked` Next asks for itself, and gets nobody's data. */
function refusalOf(
  name: InternalMethod,
  payload: InternalPayload<InternalMethod>,
  asked: Asked | undefined,
  access: Pick<AccessService, 'refuse'>,
): string | undefined {
  const rule = internalRules[name] as InternalRule;
  if (rule === 'server') return asked ? 'This is not for people or keys.' : undefined;
  if (!asked) return 'This is answered to somebody only: say who asks.';
  const { actor } = asked.asker;
  if (rule === 'listed') return access.refuse(actor, 'server.see', { kind: 'server' })?.message;
  const need = typeof rule === 'string' ? { action: rule, resource: { kind: 'server' as const } } : rule(payload);
  return access.refuse(actor, need.action, need.resource)?.message;
}

function refuse(status: number, code: InternalErrorCode, message: string): { ok: false; error: Failure } {
  return failure({ status, code, message });
}

function isMethod(name: string): name is InternalMethod {
  return Object.hasOwn(methods, name);
}

/** Compares in constant time, whatever the lengths. */
function createSecretCheck(secret: string): (given: string) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(`Bearer ${secret}`);
  return (given) => timingSafeEqual(digest(given), expected);
}

/** Undefined: too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limits.frameBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length > limits.frameBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}

/** What isn't JSON is undefined, and no schema accepts that. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
