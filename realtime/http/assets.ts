import type { IncomingMessage } from 'node:http';
import type { AssetFolder } from '#contract/asset';
import type { Actor } from '#contract/replicant';
import type { Result } from '#contract/result';
import type { AssetError, AssetErrorCode, AssetService, AssetUpload } from '#services/asset/index';
import { actorFrom } from '#services/audit/index';
import { parseAssetAddress } from './asset-address.ts';
import { guardContent } from './asset-headers.ts';
import type { ClientOf } from './client-of.ts';
import { receiveForm } from './receive-form.ts';
import { assetNeed, type FindBundle } from './door/bundle-rules.ts';
import type { Route } from './door/route.ts';
import { requestOrigin } from './request-origin.ts';
import { respondNotFound, respondText, type Exchange } from './respond.ts';
import { sendFile } from './send-file.ts';

export type AssetsDeps = {
  /** Resolves when bundles are known; undefined: that took too long, or the server is ending. */
  service: () => Promise<AssetService | undefined>;
  findBundle: FindBundle;
  clientOf: ClientOf;
};

/** What is asked for, and by whom. */
type Asked<Address> = Address & { actor: () => Actor };

const statuses: Record<AssetErrorCode, number> = {
  forbidden: 403,
  'unknown-category': 404,
  gone: 410,
  'too-large': 413,
  'wrong-type': 415,
  'bad-name': 400,
  malformed: 400,
  interrupted: 400,
  busy: 503,
  'no-space': 507,
  unwritable: 500,
};

/** How long a refused upload may go on sending before it is cut off. */
const drainMs = 3_000;

/** `/assets/<bundle>/<category>/<file>`: GET, HEAD, POST and DELETE as in NodeCG (compat.md A.4). `/assets` itself is a page of the dashboard. */
export function createAssetRoute({ service, findBundle, clientOf }: AssetsDeps): Route {
  const serve = async (exchange: Exchange): Promise<void> => {
    const address = parseAssetAddress(exchange.path);
    const assets = address && (await service());
    const actor = () => actorOf(exchange, clientOf);
    if (!address) refuse(exchange, 404, 'There is nothing at this address. Check its spelling.');
    else if (!assets) refuse(exchange, 503, 'The server is starting.');
    else if (address.base === undefined) await answerFolder(exchange, { folder: address.folder, actor }, assets);
    else await answerFile(exchange, { folder: address.folder, base: address.base, actor }, assets);
  };
  return {
    name: 'asset',
    access: (exchange) => assetNeed(exchange, findBundle),
    matches: ({ path }) => path.startsWith('/assets/') && path !== '/assets/',
    serve,
  };
}

async function answerFolder(
  exchange: Exchange,
  { folder, actor }: Asked<{ folder: AssetFolder }>,
  assets: AssetService,
): Promise<void> {
  const { request } = exchange;
  if (request.method === 'GET' || request.method === 'HEAD') return respondNotFound(exchange);
  if (request.method !== 'POST') return refuse(exchange, 405, 'Files are sent here with POST.', 'POST');
  const length = Number(request.headers['content-length']);
  const upload = await assets.upload(folder, actor(), Number.isFinite(length) ? length : undefined);
  if (!upload.ok) return refuseAs(exchange, upload.error);
  const done = await takeIn(request, upload.value);
  return done.ok ? respondText(exchange, 200, 'Success') : refuseAs(exchange, done.error);
}

/** However it ends: before anybody hears of it nothing is left that isn't kept, and the place that it took is free. */
async function takeIn(request: IncomingMessage, upload: AssetUpload): Promise<Result<null, AssetError>> {
  try {
    const received = await receiveForm(request, upload);
    return received.ok ? await upload.finish() : received;
  } finally {
    await upload.discard();
  }
}

async function answerFile(
  exchange: Exchange,
  { folder, base, actor }: Asked<{ folder: AssetFolder; base: string }>,
  assets: AssetService,
): Promise<void> {
  const { request } = exchange;
  if (request.method === 'DELETE') {
    const removed = await assets.remove(folder, base, actor());
    return removed.ok ? respondText(exchange, 200, 'Success') : refuseAs(exchange, removed.error);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(exchange, 405, 'A file is read or deleted here. To add one, send it to its category.', 'GET, HEAD, DELETE');
  // A service worker would answer for the whole dashboard.
  const isWorker = request.headers['service-worker'] === 'script';
  const file = isWorker ? undefined : await assets.find(folder, base);
  if (file === undefined) return respondNotFound(exchange);
  guardContent(exchange.response, file);
  await sendFile(exchange, file);
}

/** The gate lets nobody in whom it doesn't know. */
function actorOf({ asker, request }: Exchange, clientOf: ClientOf): Actor {
  if (!asker) throw new Error('An asset was asked for by nobody');
  return actorFrom(asker.actor, requestOrigin(request, clientOf), asker);
}

function refuseAs(exchange: Exchange, { code, message }: AssetError): void {
  refuse(exchange, statuses[code], message);
}

/** Says no. What is still being sent is read and forgotten first, for a while: a client that can't send on doesn't look for the reason. */
function refuse(exchange: Exchange, status: number, text: string, allow?: string): void {
  const { request, response } = exchange;
  if (allow !== undefined) response.setHeader('allow', allow);
  const answer = () => {
    clearTimeout(patience);
    if (response.writableEnded || response.destroyed) return;
    if (!request.complete) response.setHeader('connection', 'close');
    respondText(exchange, status, text);
  };
  const patience = setTimeout(answer, drainMs);
  if (request.complete || request.method === 'GET' || request.method === 'HEAD') return answer();
  request.once('end', answer).once('close', answer).resume();
}
