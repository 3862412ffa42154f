import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  internalCallSchema,
  internalPath,
  internalSchemas,
  type InternalErrorCode,
  type InternalMethod,
  type InternalPayload,
} from '#contract/internal';
import type { Asked } from '#contract/identity';
import { limits } from '#contract/limits';
import { failure, success, type Result } from '#contract/result';
import { serverActor } from '#contract/replicant';
import type { Log } from '#ports/log';
import { rememberOrigin } from '#services/audit/index';
import type { AccessService } from '#services/access/types';
import { describeIssue } from '../gateway/session.ts';
import { internalMethods, type InternalMethodOf, type InternalServices } from './internal-methods.ts';
import { audited, auditRefusal } from './internal-audit.ts';
import { MayNot } from './internal-shown.ts';
import { internalRules, type InternalRule } from './internal-rules.ts';
import type { RequestLimits } from './limit-requests.ts';
import { respondJson, type Exchange } from './respond.ts';

export type InternalDeps = {
  secret: string;
  log: Log;
  /** Undefined until they are there. */
  services: () => InternalServices | undefined;
  /** Of wrong secrets. */
  limits: Pick<RequestLimits, 'refuseSecret'>;
};
/** What Next asks for itself, such as who somebody is. */
const askedByServer: Asked = { asker: { actor: serverActor, via: 'open' }, origin: { address: '', userAgent: 'NodeCG Next' } };

const mayNot = 'You may not do this. Ask an administrator to allow it.';

type Failure = { status: number; code: InternalErrorCode; message: string };
/** Next's way to the services: `POST /internal/v1/<service>.<method>`, see contract/internal.ts. */
export function createInternalApi({
  secret,
  log,
  services,
  limits: secrets,
}: InternalDeps): (exchange: Exchange) => Promise<void> {
  const isSecret = createSecretCheck(secret);
  return async (exchange) => {
    try {
      const isRight = isSecret(exchange.request.headers.authorization ?? '');
      if (await secrets.refuseSecret(exchange, isRight)) return;
      const answer = await answerCall(exchange, { isRight, services: services() });
      if (answer.ok)
        return respondJson(exchange, 200, answer.value === undefined ? { ok: true } : { ok: true, value: answer.value });
      const { status, code, message } = answer.error;
      respondJson(exchange, status, failure({ code, message }));
    } catch (error) {
      if (error instanceof MayNot) return respondJson(exchange, 403, failure({ code: 'forbidden', message: mayNot }));
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
  { isRight, services }: { isRight: boolean; services: InternalServices | undefined },
): Promise<Result<unknown, Failure>> {
  if (!isRight)
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
  const method = internalMethods[name] as InternalMethodOf<InternalMethod>;
  const given = call.data.asked as Asked | undefined;
  const refusal = refusalOf(name, parsed.data, given, services.access);
  if (refusal !== undefined) {
    if (given) auditRefusal(services.audit, { name, payload: parsed.data, asked: given, reason: refusal });
    return refuse(403, 'forbidden', refusal);
  }
  const payload = parsed.data as InternalPayload<InternalMethod>;
  const asked = { ...(given ?? askedByServer), actor: (given ?? askedByServer).asker.actor };
  if (given) rememberOrigin(given.asker.actor, given.origin, given.asker);
  return success(await audited({ name, payload, asked, services }, async () => method(payload, services, asked)));
}

/** Why who asks may not call this method; undefined: they may. Without `asked` Next asks for itself, and gets nobody's data. */
export function refusalOf(
  name: InternalMethod,
  payload: InternalPayload<InternalMethod>,
  asked: Asked | undefined,
  access: Pick<AccessService, 'refuse'>,
): string | undefined {
  const rule = internalRules[name] as InternalRule;
  if (rule === 'server') return asked ? 'This is not for people or keys.' : undefined;
  if (!asked) return 'This is answered to somebody only: say who asks.';
  const { actor } = asked.asker;
  if (rule === 'listed') return undefined;
  const need = typeof rule === 'string' ? { action: rule, resource: { kind: 'server' as const } } : rule(payload);
  return access.refuse(actor, need.action, need.resource)?.message;
}

function refuse(status: number, code: InternalErrorCode, message: string): { ok: false; error: Failure } {
  return failure({ status, code, message });
}

function isMethod(name: string): name is InternalMethod {
  return Object.hasOwn(internalMethods, name);
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
