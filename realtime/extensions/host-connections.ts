import { randomUUID } from 'node:crypto';
import type { Actor } from '#contract/replicant';
import type { RequestName } from '#contract/wire';
import type { AttachConnection, AttachedConnection, Connection, OutgoingFrame } from '#ports/connection';

/** The way back to a host's process. */
export type HostPipe = {
  /** False: the host isn't reading, nothing was taken. */
  offer: (line: string) => boolean;
  onDrain: (handler: () => void) => () => void;
  kill: (reason: string) => void;
};

export type HostConnections = {
  /** The connection that speaks for the whole process. */
  readonly lead: Pick<Connection, 'id' | 'actor'>;
  /** Answers a request of a bundle's extension; never rejects. */
  request: (bundle: string, name: RequestName, payload: unknown) => Promise<unknown>;
  closed: () => void;
};

/** Requests that concern the whole process: the gateway must see one sender, which doesn't get its own messages back. */
const ofTheHost: ReadonlySet<RequestName> = new Set(['listen', 'unlisten', 'message', 'reply', 'ping']);

/** Connects a host to the gateway: one connection per bundle, so that each write is recorded under its bundle's name. */
export function connectHost(bundles: readonly [string, ...string[]], attach: AttachConnection, pipe: HostPipe): HostConnections {
  const [leadName] = bundles;
  const byBundle = new Map<string, AttachedConnection>();
  const leadId = `extension-${randomUUID()}`;
  for (const bundle of bundles)
    byBundle.set(bundle, attach(createConnection(bundle, bundle === leadName ? leadId : `extension-${randomUUID()}`, pipe)));
  const refused = { ok: false, error: { code: 'forbidden', message: 'This bundle does not run in this extension host.' } };
  return {
    lead: { id: leadId, actor: actorOf(leadName) },
    async request(bundle, name, payload) {
      if (name === 'unsubscribe') {
        const results = await Promise.all([...byBundle.values()].map((attached) => attached.request(name, payload)));
        return results[0];
      }
      const attached = byBundle.get(ofTheHost.has(name) ? leadName : bundle);
      return attached ? attached.request(name, payload) : refused;
    },
    closed: () => byBundle.forEach((attached) => attached.closed()),
  };
}

function actorOf(bundle: string): Actor {
  return { kind: 'extension', id: bundle, role: 'ADMIN' };
}

function createConnection(bundle: string, id: string, pipe: HostPipe): Connection {
  return {
    id,
    kind: 'extension',
    actor: actorOf(bundle),
    page: { kind: 'extension', bundle },
    remote: { address: '', userAgent: '' },
    sendFrame: (frame: OutgoingFrame) => pipe.offer(`{"t":"frame","items":${frame.json()}}`),
    onDrain: pipe.onDrain,
    close: pipe.kill,
  };
}
