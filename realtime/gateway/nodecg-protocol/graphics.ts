import type { BundleView } from '#contract/bundle';
import type { GraphicCommand } from '#contract/graphic';
import { serverReplicants } from '#contract/server-replicants';
import { commandAllowed } from '../entry/command-allowed.ts';
import { bundleOf, graphicActor } from '../entry/graphic-actor.ts';
import { parse } from './parse.ts';
import { payloads } from './payloads.ts';
import { refuseTo, type NodecgDeps, type NodecgHandler, type NodecgSession } from './session.ts';

/** Lists a graphic's page as an instance. False: no such graphic, or one that may be open only once and is. */
export const registerSocket: NodecgHandler = async (session, payload, { deps, acknowledge }) => {
  const request = parse('graphic:registerSocket', payloads.registerSocket, payload, acknowledge);
  if (!request) return;
  const { connection } = session;
  const url = graphicUrl(request.pathName);
  const { bundleName: bundle } = request;
  const mayOpen = isBelow(url, bundle) && session.permits.allows('graphic.open', { kind: 'graphic', bundle, name: url });
  const isGraphic = mayOpen && (await isKnownGraphic(deps, bundle, url));
  if (!isGraphic || session.client.closed) return acknowledge?.(null, false);
  const instance = deps.graphics.opened({
    connectionId: connection.id,
    bundle,
    url,
    address: connection.remote.address,
    userAgent: connection.remote.userAgent,
    version: request.bundleVersion ?? '',
    ...(request.bundleGit ? { gitHash: request.bundleGit.hash } : {}),
    loadedAt: Math.min(request.timestamp ?? Infinity, Date.now()),
  });
  if (!instance) return acknowledge?.(null, false);
  session.become({
    kind: 'graphics',
    page: { kind: 'graphic', bundle, url },
    actor: graphicActor(connection.asker?.actor ?? connection.actor, bundle),
  });
  acknowledge?.(null, true);
};

export const queryAvailability: NodecgHandler = ({ connection, permits }, payload, { deps, acknowledge }) => {
  const pathName = parse('graphic:queryAvailability', payloads.pathName, payload, acknowledge);
  if (pathName === undefined) return;
  const url = graphicUrl(pathName);
  const bundle = bundleOf(url);
  // Who may not know of it hears what they would if there were none.
  const mayAsk = bundle !== undefined && permits.allows('graphic.list', { kind: 'graphic', bundle, name: url });
  acknowledge?.(null, !mayAsk || !isOpen(deps, url, connection.id));
};

export const requestBundleRefresh = commandOf((payload, acknowledge) => {
  const bundle = parse('graphic:requestBundleRefresh', payloads.bundleName, payload, acknowledge);
  return bundle === undefined ? undefined : { command: 'reload', bundle };
});

export const requestRefreshAll = commandOf((payload, acknowledge) => {
  const graphic = parse('graphic:requestRefreshAll', payloads.graphic, payload, acknowledge);
  return graphic && { command: 'reload', url: graphic.url };
});

export const requestRefresh = instanceCommand('graphic:requestRefresh', 'reload');
export const requestKill = instanceCommand('graphic:requestKill', 'kill');

/** Ends the instance of a client that leaves. */
export function unregister({ connection }: NodecgSession, { graphics }: NodecgDeps): void {
  if (connection.kind === 'graphics') graphics.closed(connection.id);
}

type ToCommand = (payload: unknown, acknowledge: Parameters<NodecgHandler>[2]['acknowledge']) => GraphicCommand | undefined;

function commandOf(toCommand: ToCommand): NodecgHandler {
  return ({ permits }, payload, { deps: { graphics }, acknowledge, refused }) => {
    const command = toCommand(payload, acknowledge);
    if (!command) return;
    const reached = commandAllowed(command, permits, graphics);
    if (reached === undefined) return refuseTo({ acknowledge, refused });
    acknowledge?.(null);
  };
}

function instanceCommand(event: string, command: GraphicCommand['command']): NodecgHandler {
  return commandOf((payload, acknowledge) => {
    const instance = parse(event, payloads.instance, payload, acknowledge);
    return instance && { command, instanceId: instance.socketId };
  });
}

function isBelow(url: string, bundle: string): boolean {
  return bundleOf(url) === bundle;
}

/** A page's own path as manifests have it: with its file's name, each part encoded once, whoever asked for it how. */
function graphicUrl(pathName: string): string {
  const path = pathName.split('?')[0] ?? '';
  try {
    const decoded = path.split('/').map(decodeURIComponent);
    if (decoded.at(-1) === '') decoded[decoded.length - 1] = 'index.html';
    return decoded.map(encodeURIComponent).join('/');
  } catch {
    return path;
  }
}

function isOpen({ graphics }: NodecgDeps, url: string, exceptId: string): boolean {
  return graphics.list().some((instance) => instance.url === url && instance.id !== exceptId);
}

/** While the bundles aren't known yet, every page counts as a graphic: it comes from a bundle that was running before the server was started again. */
async function isKnownGraphic({ replicants }: NodecgDeps, bundle: string, url: string): Promise<boolean> {
  const bundles = (await replicants.read(serverReplicants.bundleViews))?.value as unknown as BundleView[] | undefined;
  if (!bundles) return true;
  const found = bundles.find(({ name, enabled }) => name === bundle && enabled);
  return found?.graphics.some((graphic) => graphic.url === url) ?? false;
}
