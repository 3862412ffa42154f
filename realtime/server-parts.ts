import type { GatewayRuntime } from '#runtime/create-gateway-runtime';
import type { EmbeddedDatabase } from '#runtime/start-embedded-database';
import type { SharedRedis } from '#runtime/open-redis';
import type { Config } from '#server/config/config';
import type { RunningNext } from './children/next.ts';
import type { Supervision } from './children/supervise.ts';
import type { FrontDoor } from './front-door.ts';
import type { Gate } from './http/door/gate.ts';
import type { LiveConnections } from './gateway/entry/live-connections.ts';
import type { Gateway } from './gateway/create-gateway.ts';
import type { Metrics } from './health/metrics.ts';
import type { NetworkBytes } from './health/network-bytes.ts';
import type { Vitals } from './health/vitals.ts';
import type { Access } from './http/access.ts';
import type { RequestLimits } from './http/limit-requests.ts';
import type { ReadinessBoard } from './http/readiness.ts';
import type { WebProxy } from './http/web-proxy.ts';
import type { ServerLog } from './log.ts';
import type { RuntimeFile } from './runtime-file.ts';

/** What a server consists of, as far as it has come up. Start fills it in, stop takes it apart in the opposite order. */
export type ServerParts = {
  readonly config: Config;
  gate?: Gate;
  readonly log: ServerLog;
  readonly readiness: ReadinessBoard;
  readonly vitals: Vitals;
  readonly metrics: Metrics;
  /** Aborted when the end has begun: whatever is still starting gives up. */
  readonly end: AbortController;
  /** Resolves when the bundles are known. */
  readonly discovered: Promise<void>;
  tellDiscovered: () => void;
  releaseFolder?: () => Promise<void>;
  /** Signs sessions. */
  nextAuthSecret?: string;
  runtimeFile?: RuntimeFile;
  /** Where REDIS_URL is set. */
  redis?: SharedRedis;
  access?: Access;
  limits?: RequestLimits;
  door?: FrontDoor;
  /** Next's own way in, where the public one speaks TLS. */
  internalDoor?: { close: () => void };
  networkBytes?: () => NetworkBytes;
  port?: number;
  webProxy?: WebProxy;
  /** Holds a password: never to be logged. */
  databaseUrl?: string;
  database?: Supervision<EmbeddedDatabase>;
  web?: Supervision<RunningNext>;
  runtime?: GatewayRuntime;
  gateway?: Gateway;
  /** Who is connected, and by what. */
  connections?: LiveConnections;
  endSockets?: () => void;
};
