import type { z } from 'zod';
import { failure, success } from '#contract/result';
import { requestSchemas, type Replies, type RequestError, type RequestName, type RequestPayload } from '#contract/wire';
import type { Connection } from '#ports/connection';
import type { Log } from '#ports/log';
import { serverNow } from '#runtime/server-clock';
import type { GraphicService } from '#services/graphic/index';
import type { MessageService } from '#services/message/index';
import type { ReplicantService } from '#services/replicant/types';
import type { Fanout } from '../fanout.ts';
import type { FanoutClient } from '../fanout/client.ts';
import type { EncodedReply } from './encoded-reply.ts';
import type { Permits } from './entry/permits.ts';
import { forbiddenText, requestRules, type RequestRule } from './entry/rules.ts';
import { quickPropose } from './quick-propose.ts';
import type { SubscribeAnswers } from './subscribe-answers.ts';

export type GatewayDeps = {
  replicants: ReplicantService;
  messages: MessageService;
  graphics: GraphicService;
  fanout: Fanout;
  answers: SubscribeAnswers;
  log: Log;
};

/** What the gateway knows of one connection while it lasts. */
export type Session = {
  readonly connection: Connection;
  readonly client: FanoutClient;
  readonly permits: Permits;
  /** Ends of what this extension listens to, by `bundle\0name`. */
  readonly listening: Map<string, () => void>;
  inFlight: number;
};

export type Handler<N extends RequestName> = (
  session: Session,
  payload: RequestPayload<N>,
  deps: GatewayDeps,
) => Replies[N] | Promise<Replies[N] | EncodedReply>;
export type Handlers<N extends RequestName = RequestName> = { [M in N]: Handler<M> };

/** Requests of one connection that may be under way at once: more is a client gone wild. */
const requestsInFlight = 1_000;

export const sessionHandlers: Handlers<'ping'> = {
  ping: () => success({ serverTime: serverNow() }),
};

/** Parses one request and runs its handler. Never rejects: whatever goes wrong is the asker's answer and nobody else's trouble. */
export async function handleRequest(
  session: Session,
  event: string,
  payload: unknown,
  { handlers, deps }: { handlers: Handlers; deps: GatewayDeps },
): Promise<unknown> {
  if (!isRequestName(event))
    return refuse('unknown-request', `There is no request "${event.slice(0, 64)}". Reload the page if the server was updated.`);
  // It left while it waited for its turn: nothing may follow anything for it any more.
  if (session.client.closed) return refuse('forbidden', 'This connection is closed.');
  if (session.inFlight >= requestsInFlight)
    return refuse('too-many', `More than ${requestsInFlight} requests are under way on this connection. Wait for their answers.`);
  const parsed = parsePayload(event, payload);
  if (!parsed.success) return refuse('invalid-request', describeIssue(event, parsed.error));
  if (!isAllowed(session, event, parsed.data)) return refuse('forbidden', forbiddenText);
  session.inFlight += 1;
  try {
    // The schema of `event` made this payload; TypeScript can't follow the pair through the table.
    return await (handlers[event] as Handler<RequestName>)(session, parsed.data, deps);
  } catch (error) {
    deps.log.error(`The request ${event} failed.`, {
      connection: session.connection.id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return refuse(
      'internal',
      `The server could not handle "${event}". Nothing was changed as far as it knows; its log says why.`,
    );
  } finally {
    session.inFlight -= 1;
  }
}

/** What is decided item by item is left to the handler. */
function isAllowed({ permits }: Session, event: RequestName, payload: RequestPayload<RequestName>): boolean {
  if (permits.isFree) return true;
  const rule = requestRules[event] as RequestRule;
  return typeof rule !== 'function' || rule(payload, permits);
}

const knownPayloads = new WeakMap<object, RequestPayload<'subscribe'>>();

type Parsed = { success: true; data: RequestPayload<RequestName> } | { success: false; error: z.ZodError };

function parsePayload(event: RequestName, payload: unknown): Parsed {
  const quick = event === 'propose' ? quickPropose(payload) : knownPayloads.get(payload as object);
  if (quick) return { success: true, data: quick };
  const parsed = requestSchemas[event].safeParse(payload ?? {});
  // Pages of one kind share the payload: see RequestDecoder.
  if (parsed.success && isSubscribe(event, parsed.data) && payload) knownPayloads.set(payload, parsed.data);
  return parsed;
}

function isSubscribe(event: RequestName, _data: unknown): _data is RequestPayload<'subscribe'> {
  return event === 'subscribe';
}

/** A failed request of any kind. */
export function refuse(code: RequestError['code'], message: string): { ok: false; error: RequestError } {
  return failure({ code, message });
}

function isRequestName(event: string): event is RequestName {
  return Object.hasOwn(requestSchemas, event);
}

/** `propose: operations[0].path must start with "/"` */
export function describeIssue(subject: string, error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return `${subject}: the payload is malformed.`;
  const field = issue.path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text ? '.' : ''}${String(part)}`),
    '',
  );
  return `${subject}: ${field ? `${field}: ` : ''}${issue.message}`;
}
