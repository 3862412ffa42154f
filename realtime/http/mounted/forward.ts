import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { unansweredHeader } from '../../extensions/host/private-headers.ts';
import { respondText, type Exchange } from '../respond.ts';
import { copyHead, requestHeaders } from './forward-headers.ts';
import type { ReplayableBody } from './replayable-body.ts';

/** `answered`: by the host, or by us because the host ended on it. `passed`: nothing there answers it. `away`: the host isn't there, and hasn't seen it. */
export type Outcome = 'answered' | 'passed' | 'away';

export type Forwarding = {
  address: string;
  asker: string | undefined;
  /** Whose routes may answer. */
  bundles: readonly string[];
  body: ReplayableBody;
  isLast: boolean;
};

/** Asks one host. Resolves when the answer, as long as it may take, is through. */
export function forward(exchange: Exchange, { address, asker, bundles, body, isLast }: Forwarding): Promise<Outcome> {
  const { request, response } = exchange;
  return new Promise((resolve) => {
    const asked = http.request({
      socketPath: address,
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: requestHeaders(request, { asker, bundles, hasBody: body.hasBody, isByToken: exchange.asker?.via === 'bearer' }),
      setHost: false,
      agent: false,
      maxHeaderSize: 64 * 1024,
    });
    let stopSending: () => void = () => undefined;
    const onLeft = (): void => void asked.destroy();
    const settle = (outcome: Outcome): void => {
      response.off('close', onLeft);
      stopSending();
      asked.destroy();
      resolve(outcome);
    };
    response.on('close', onLeft);
    asked.once('continue', () => (stopSending = body.sendTo(asked, isLast)));
    if (body.hasBody) asked.flushHeaders();
    else asked.end();
    asked.on('response', (answer) => {
      // Whatever becomes of it is seen from `aborted` or by nobody.
      answer.on('error', () => undefined);
      if (answer.headers[unansweredHeader] !== undefined) return settle('passed');
      void handOn(answer, exchange).then(() => settle('answered'));
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      if (hasAnswered(asked)) return;
      if (!response.destroyed && isAway(error)) return settle('away');
      if (!response.headersSent && !response.destroyed) respondEnded(exchange);
      settle('answered');
    });
  });
}

function hasAnswered(asked: ClientRequest & { res?: IncomingMessage | null }): boolean {
  return Boolean(asked.res);
}

/** Nobody listens there: the host has ended, or another one takes its place. */
function isAway({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ENOENT' || code === 'ECONNREFUSED';
}

/** Resolves when all of it has been taken, or either side is gone. */
function handOn(answer: IncomingMessage, exchange: Exchange): Promise<void> {
  const { response } = exchange;
  return new Promise((resolve) => {
    if (!sendHead(answer, exchange)) return resolve();
    response.once('close', resolve);
    answer.once('aborted', () => response.destroy());
    answer.pipe(response);
  });
}

/** False: bundles write to their sockets what they like, and this can't be handed on. The client has been told. */
function sendHead(answer: IncomingMessage, exchange: Exchange): boolean {
  const { response } = exchange;
  const own = response.getHeaders();
  try {
    copyHead(answer, response);
    // A stream of events may begin long before its first event.
    response.flushHeaders();
    return true;
  } catch {
    if (response.headersSent) response.destroy();
    else respondMalformed(exchange, own);
    return false;
  }
}

function respondMalformed(exchange: Exchange, own: OutgoingHttpHeaders): void {
  const { response } = exchange;
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  for (const [name, value] of Object.entries(own)) if (value !== undefined) response.setHeader(name, value);
  response.statusMessage = '';
  respondText(exchange, 502, "The bundle's extension answered something that is not HTTP. Its code must be mended.");
}

function respondEnded(exchange: Exchange): void {
  exchange.response.setHeader('retry-after', '1');
  respondText(exchange, 502, "The bundle's extension ended before it answered this. It is restarted; the server's log says why.");
}
