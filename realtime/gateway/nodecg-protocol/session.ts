import type { OnRefused } from '../entry/note-refused.ts';
import { forbiddenText } from '../entry/rules.ts';
import type { Actor } from '#contract/replicant';
import type { Result } from '#contract/result';
import type { Connection } from '#ports/connection';
import type { Log } from '#ports/log';
import type { GraphicService } from '#services/graphic/index';
import type { MessageService } from '#services/message/index';
import type { ReplicantService } from '#services/replicant/types';
import type { Fanout } from '../../fanout.ts';
import type { FanoutClient } from '../../fanout/client.ts';
import type { Permits } from '../entry/permits.ts';
import type { DeclareTogether } from './declare-together.ts';

export type NodecgDeps = {
  replicants: ReplicantService;
  messages: MessageService;
  graphics: GraphicService;
  fanout: Fanout;
  log: Log;
};

/** The new key, or why there is none. */
export type RenewKey = () => Promise<Result<string, string>>;

/** What the door needs beside that: what a connection may do. */
export type NodecgDoorDeps = NodecgDeps & { permitsOf: (connection: Connection) => Permits; onRefused?: OnRefused | undefined };

/** Who is behind a connection of NodeCG's clients: a dashboard, until it registers as a graphic. */
export type Identity = { kind: 'dashboard' | 'graphics'; page: Connection['page']; actor: Actor };

/** What the door knows of one of NodeCG's clients while it is connected. */
export type NodecgSession = {
  readonly connection: Connection;
  readonly client: FanoutClient;
  readonly permits: Permits;
  readonly declare: DeclareTogether;
  /** The last proposal of each replicant that is under way, by `keyOf`. */
  readonly proposing: Map<string, Promise<void>>;
  become(identity: Identity): void;
  /** Puts a new key in the place of the one that it came in by. */
  renewKey: RenewKey;
  /** Requests under way. */ inFlight: number;
  /** Messages that an extension may still acknowledge. */ awaitingReply: number;
};

/** Node-style: the first argument is what went wrong. Undefined where the client asked for no answer. */
export type Acknowledge = ((...args: unknown[]) => void) | undefined;

export type NodecgContext = {
  deps: NodecgDeps;
  acknowledge: Acknowledge;
  /** Hears that it was refused, where no answer says so. */
  refused?: (() => void) | undefined;
};

/** Says to who asks, and to the log, that they may not. */
export function refuseTo({ acknowledge, refused }: Pick<NodecgContext, 'acknowledge' | 'refused'>): void {
  refused?.();
  acknowledge?.(forbiddenText);
}

export type NodecgHandler = (session: NodecgSession, payload: unknown, context: NodecgContext) => void | Promise<void>;
