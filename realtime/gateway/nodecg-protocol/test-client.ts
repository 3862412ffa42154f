import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { applyOperations } from '#contract/apply-operations';
import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';

export type NodecgState = { value?: Json; revision: number; schema?: Json; schemaSum?: string };
type OperationsEvent = { name: string; namespace: string; revision: number; operations: Operation[] };

/**
 * Connects as NodeCG's clients do: the real Socket.IO client in the default namespace. `replicant` behaves as NodeCG's own (compat.md A.2): it
 * takes the answer's state and the next revision at their word, reads anew at a gap, and never applies its own writes itself.
 */
export async function connectNodecgClient(url: string, options: Partial<ManagerOptions & SocketOptions> = {}) {
  const socket: Socket = io(url, { forceNew: true, reconnection: false, transports: ['websocket'], ...options });
  const events: [event: string, payload: unknown][] = [];
  socket.onAny((event: string, payload: unknown) => events.push([event, payload]));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => {
      socket.close();
      reject(error);
    });
  });
  /** Resolves with node-style arguments. */
  const ask = (event: string, ...args: unknown[]) =>
    new Promise<[error: unknown, value?: unknown]>((resolve) => {
      socket.emit(event, ...args, (...answer: [unknown, unknown?]) => resolve(answer));
    });
  return {
    socket,
    events,
    ask,
    heard: (event: string) => events.filter(([name]) => name === event).map(([, payload]) => payload),
    replicant: (name: string, opts: object = {}, namespace = 'quiz') => declareReplicant(socket, { name, namespace, opts }),
    close: () => void socket.close(),
  };
}

export type NodecgTestClient = Awaited<ReturnType<typeof connectNodecgClient>>;

async function declareReplicant(socket: Socket, { name, namespace, opts }: { name: string; namespace: string; opts: object }) {
  const replicant = { value: undefined as Json | undefined, revision: 0, gaps: 0, rejections: [] as string[] };
  let isDeclared = false;
  const take = ({ value, revision }: NodecgState) => {
    replicant.value = value;
    replicant.revision = revision;
  };
  socket.on('replicant:operations', (event: OperationsEvent) => {
    if (!isDeclared || event.name !== name || event.namespace !== namespace) return;
    if (event.revision === replicant.revision + 1) {
      const applied = applyOperations(replicant.value, event.operations);
      if (!applied.ok) throw new Error(applied.error.message);
      return take({ revision: event.revision, ...(applied.value === undefined ? {} : { value: applied.value }) });
    }
    replicant.gaps += 1;
    socket.emit('replicant:read', { name, namespace }, (_error: unknown, value?: Json) => {
      replicant.value = value;
      replicant.revision = event.revision;
    });
  });
  await new Promise<void>((resolve, reject) => {
    socket.emit('joinRoom', `replicant:${namespace}:${name}`, () => {
      socket.emit('replicant:declare', { name, namespace, opts }, (error: unknown, state: NodecgState) => {
        if (error) return reject(new Error(typeof error === 'string' ? error : JSON.stringify(error)));
        take(state);
        isDeclared = true;
        resolve();
      });
    });
  });
  return Object.assign(replicant, {
    propose(...operations: Operation[]) {
      const proposal = { name, namespace, operations, revision: replicant.revision, opts: { persistent: true } };
      socket.emit('replicant:proposeOperations', proposal, (reason: unknown, state?: NodecgState) => {
        if (state && state.revision !== replicant.revision) take(state);
        if (typeof reason === 'string') replicant.rejections.push(reason);
      });
    },
  });
}
