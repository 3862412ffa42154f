import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  internalPath,
  internalSchemas,
  type InternalErrorCode,
  type InternalMethod,
  type InternalPayload,
  type InternalValues,
  type SystemHealth,
} from '#contract/internal';
import { limits } from '#contract/limits';
import { failure, success, type Result } from '#contract/result';
import type { ServerFacts } from '#contract/server-facts';
import type { Follower } from '#contract/inspect';
import type { ReplicantKey } from '#contract/replicant';
import type { Log } from '#ports/log';
import type { BundleService } from '#services/bundle/types';
import type { GraphicService } from '#services/graphic/index';
import type { LayoutService } from '#services/layout/index';
import type { ReplicantService } from '#services/replicant/types';
import type { SavedStateService } from '#services/saved-state/index';
import { describeIssue } from '../gateway/session.ts';
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
  followers: (key: ReplicantKey) => Follower[];
  followerCount: (key: ReplicantKey) => number;
  health: () => SystemHealth;
  about: () => ServerFacts;
};

type Failure = { status: number; code: InternalErrorCode; message: string };
type Method<M extends InternalMethod> = (
  payload: InternalPayload<M>,
  services: InternalServices,
) => InternalValues[M] | Promise<InternalValues[M]>;

const methods: { [M in InternalMethod]: Method<M> } = {
  'replicant.read': ({ key }, { replicants }) => replicants.read(key),
  'replicant.set': ({ key, value, actor }, { replicants }) => replicants.set(key, value, actor),
  'replicant.propose': ({ actor, durable, origin, idempotencyKey, baseStamp, ...change }, { replicants }) =>
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
  'replicant.restore': ({ key, revision, actor }, { replicants }) => replicants.restore(key, revision, actor),
  'replicant.undo': ({ key, actor }, { replicants }) => replicants.undo(key, actor),
  'replicant.redo': ({ key, actor }, { replicants }) => replicants.redo(key, actor),
  'saved.list': ({ namespace }, { saved }) => saved.list(namespace),
  'saved.create': ({ name, namespace, actor }, { saved }) => saved.create({ name, namespace }, actor),
  'saved.compare': ({ id, against }, { saved }) => saved.compare(id, against),
  'saved.restore': ({ id, actor }, { saved }) => saved.restore(id, actor),
  'saved.rename': ({ id, name, actor }, { saved }) => saved.rename(id, name, actor),
  'saved.delete': ({ id, actor }, { saved }) => saved.delete(id, actor),
  'replicant.delete': ({ key, actor }, { replicants }) => replicants.delete(key, actor),
  'layout.read': ({ actor }, { layouts }) => layouts.read(actor),
  'layout.change': ({ changes, actor }, { layouts }) => layouts.change(changes, actor),
  'layout.share': ({ actor, ...wish }, { layouts }) => layouts.share(wish, actor),
  'layout.edit': ({ id, edit, actor }, { layouts }) => layouts.edit(id, edit, actor),
  'layout.delete': ({ id, actor }, { layouts }) => layouts.delete(id, actor),
  'bundle.list': (_, { bundles }) => bundles.list(),
  'bundle.get': ({ name }, { bundles }) => bundles.get(name),
  'bundle.reload': ({ name }, { bundles }) => bundles.reload(name),
  'bundle.enable': ({ name }, { bundles }) => bundles.enable(name),
  'bundle.disable': ({ name }, { bundles }) => bundles.disable(name),
  'graphic.list': (_, { graphics }) => graphics.list(),
  'graphic.command': (command, { graphics }) => graphics.command(command),
  'system.health': (_, { health }) => health(),
  'system.about': (_, { about }) => about(),
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
  const parsed = internalSchemas[name].safeParse(parseJson(body));
  if (!parsed.success) return refuse(400, 'invalid-request', describeIssue(name, parsed.error));
  // The schema of `name` made this payload; TypeScript can't follow the pair through the table.
  return success(await (methods[name] as Method<InternalMethod>)(parsed.data as InternalPayload<InternalMethod>, services));
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
