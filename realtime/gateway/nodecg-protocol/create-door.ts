import type { Connection } from '#ports/connection';
import type { FramePacket } from '../frame-packet.ts';
import type { OutgoingFrame } from '#ports/connection';
import type { Permits } from '../entry/permits.ts';
import { forbiddenText } from '../entry/rules.ts';
import { mayKeepAll } from '../entry/review.ts';
import { createDeclareTogether } from './declare-together.ts';
import { createEncodeFrame } from './encode-frame.ts';
import { unregister } from './graphics.ts';
import { handleEvent } from './handle-event.ts';
import type { Acknowledge, Identity, NodecgDoorDeps, NodecgSession, RenewKey } from './session.ts';

/** One of NodeCG's clients, as its transport sees it. */
export type NodecgClient = {
  readonly permits: Permits;
  /** Never rejects and never throws. */
  receive(event: string, payload: unknown, acknowledge: Acknowledge): void;
  /** What a frame is in NodeCG's protocol, for {@link Connection.sendFrame}; undefined where it is nothing. */
  packet(frame: OutgoingFrame): FramePacket | undefined;
  /** As of {@link AttachedConnection}. */
  isStillAllowed(): boolean;
  refresh(): void;
  closed(): void;
};

export type NodecgDoor = (connection: Connection, become: (identity: Identity) => void, renewKey: RenewKey) => NodecgClient;

/** The entrance for NodeCG's own clients and tools: a translation of its protocol on the same services and the same fan-out. */
export function createNodecgDoor({ permitsOf, onRefused, ...deps }: NodecgDoorDeps): NodecgDoor {
  const encode = createEncodeFrame(() => deps.graphics.list());
  const declare = createDeclareTogether(deps.replicants);

  return (connection, become, renewKey) => {
    const permits = permitsOf(connection);
    const session: NodecgSession = {
      ...{ connection, permits, declare, become, renewKey },
      client: deps.fanout.connect(connection, permits),
      proposing: new Map(),
      inFlight: 0,
      awaitingReply: 0,
    };
    return {
      permits,
      receive(event, payload, acknowledge) {
        if (!onRefused || permits.isFree) return handleEvent(session, event, payload, { deps, acknowledge });
        const refused = () => onRefused(connection, event, payload);
        if (!acknowledge) return handleEvent(session, event, payload, { deps, acknowledge, refused });
        handleEvent(session, event, payload, {
          deps,
          acknowledge: (...answer: Parameters<typeof acknowledge>) => {
            if (answer[0] === forbiddenText) refused();
            acknowledge(...answer);
          },
        });
      },
      isStillAllowed: () => mayKeepAll(session.client),
      refresh: () => deps.fanout.refreshViews(session.client),
      packet: (frame) => encode(frame, session.client),
      closed() {
        unregister(session, deps);
        deps.fanout.disconnect(session.client);
      },
    };
  };
}
