import { shownActor } from '#contract/access';
import { protocolVersion } from '#contract/protocol';
import type { Follower } from '#contract/inspect';
import type { ReplicantKey } from '#contract/replicant';
import type { Welcome } from '#contract/wire';
import type { AttachConnection, Connection } from '#ports/connection';
import type { EventBus } from '#ports/event-bus';
import type { Log } from '#ports/log';
import { serverNow } from '#runtime/server-clock';
import { nameClient, type GraphicService } from '#services/graphic/index';
import type { MessageService } from '#services/message/index';
import type { ReplicantService } from '#services/replicant/types';
import type { AccessService } from '#services/access/index';
import { createFanout, type FanoutDeps } from '../fanout.ts';
import { countAnswer, createTally, type Tally } from '../health/tally.ts';
import { createSessionCounts } from './count-sessions.ts';
import { graphicHandlers, registerInstance } from './graphic.ts';
import { isRefusal, type OnRefused } from './entry/note-refused.ts';
import { createNodecgDoor, type NodecgDoor } from './nodecg-protocol/create-door.ts';
import { createPermits } from './entry/permits.ts';
import { mayKeepAll } from './entry/review.ts';
import { createExtensionSockets, type ExtensionSockets } from './extension-sockets/extension-sockets.ts';
import { messageHandlers, stopListening } from './message.ts';
import { replicantHandlers } from './replicant.ts';
import { timerHandlers } from './timer.ts';
import { createSubscribeAnswers } from './subscribe-answers.ts';
import { subscribe } from './subscribe.ts';
import { handleRequest, sessionHandlers, type Handlers, type Session } from './session.ts';

export type CreateGatewayDeps = {
  replicants: ReplicantService;
  messages: MessageService;
  graphics: GraphicService;
  /** Says who may do what. */
  access: AccessService;
  bus: EventBus;
  log: Log;
  /** Names this server run. */
  epoch: string;
  version: string;
  /** Counts what happens here. */
  tally?: Tally;
  onRefused?: OnRefused;
} & Pick<FanoutDeps, 'stalledMs' | 'waitingItems' | 'times'>;

export type Gateway = {
  attach: AttachConnection;
  /** The entrance for clients that speak NodeCG's own protocol. */
  attachNodecg: NodecgDoor;
  /** What extensions do with clients of the default namespace. */
  extensionSockets: ExtensionSockets;
  /** What a transport tells its client first. */
  welcome: (connection: Pick<Connection, 'id' | 'actor'>) => Welcome;
  readonly tally: Tally;
  /** How many clients have not been reading for a second. */
  slowClients: () => number;
  /** Who follows a replicant, for people who want to know. */
  followers: (key: ReplicantKey) => Follower[];
  followerCount: (key: ReplicantKey) => number;
  /** How many clients are connected by a session. */
  connectionsOf: (sessionId: string) => number;
  close: () => void;
};

/** Of a burst the rest is waited for, and frames are 4 ms apart: no screen shows more, and a frame costs the same whatever is in it. */
const times = { longestMs: 2, apartMs: 4 };

const handlers: Handlers = {
  ...sessionHandlers,
  ...replicantHandlers,
  subscribe,
  ...timerHandlers,
  ...messageHandlers,
  ...graphicHandlers,
};

/** Named in one answer: nobody reads a longer list. */
const mostFollowers = 1_000;

/** Where every client's requests come in and every event goes out, whatever carries them. See SPEC.md for the rules by id. */
export function createGateway({
  replicants,
  messages,
  graphics,
  access,
  bus,
  log,
  epoch,
  version,
  tally = createTally(),
  onRefused,
  ...options
}: CreateGatewayDeps): Gateway {
  const fanout = createFanout({ bus, log, read: (key) => replicants.read(key), times, tally, ...options });
  const answers = createSubscribeAnswers();
  const stops = [
    bus.subscribe('replicant.changed', ({ key }) => answers.forget(key)),
    bus.subscribe('replicant.deleted', ({ key }) => answers.forget(key)),
  ];
  const deps = { replicants, messages, graphics, fanout, answers, log };
  /** Graphics that may be open only once, and are. */
  const refused = new Set<string>();
  const sessions = createSessionCounts();

  return {
    attach(connection) {
      const permits = createPermits(connection, access);
      const client = fanout.connect(connection, permits);
      const session: Session = { connection, client, permits, listening: new Map(), inFlight: 0 };
      const { end, busy } = registerInstance(connection, graphics);
      if (busy) refused.add(connection.id);
      const uncount = sessions.add(connection);
      return {
        async request(event, payload) {
          const reply = await handleRequest(session, event, payload, { handlers, deps });
          countAnswer(tally, Object.hasOwn(handlers, event) ? event : 'unknown', reply);
          if (onRefused && !permits.isFree && !client.closed && isRefusal(reply)) onRefused(connection, event, payload);
          return reply;
        },
        isStillAllowed: () => mayKeepAll(client),
        refresh: () => fanout.refreshViews(client),
        closed() {
          end();
          uncount();
          refused.delete(connection.id);
          stopListening(session);
          fanout.disconnect(session.client);
        },
      };
    },
    attachNodecg: createNodecgDoor({ ...deps, onRefused, permitsOf: (connection) => createPermits(connection, access) }),
    extensionSockets: createExtensionSockets(),
    welcome: ({ id, actor }) => ({
      ...{ protocol: protocolVersion, epoch, version, serverTime: serverNow(), connectionId: id, actor: shownActor(actor) },
      ...(refused.has(id) ? { busy: true } : {}),
    }),
    tally,
    slowClients: () => fanout.slowClients(),
    followers: (key) => fanout.followers(key).slice(0, mostFollowers).map(toFollower),
    followerCount: (key) => fanout.followerCount(key),
    connectionsOf: sessions.of,
    close() {
      for (const stop of stops) stop();
      fanout.close();
    },
  };
}

function toFollower({ connection, isSlow }: { connection: Connection; isSlow: boolean }): Follower {
  const { id, kind, actor, page, remote } = connection;
  return {
    connectionId: id,
    kind,
    actor,
    ...(page.bundle === undefined ? {} : { bundle: page.bundle }),
    ...(page.url === undefined ? {} : { url: page.url }),
    address: remote.address,
    client: kind === 'extension' ? 'extension' : nameClient(remote.userAgent),
    state: isSlow ? 'slow' : 'live',
  };
}
