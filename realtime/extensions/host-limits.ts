/** Every bound of an extension host. All durations in milliseconds; tests shorten them. */
export const hostLimits = {
  /** Its event loop hasn't turned for this long: shown as unresponsive. */
  unresponsiveMs: 2_000,
  /** Not for this long: killed and restarted. */
  killMs: 10_000,
  /** The same while extensions are being loaded, which may read many files in one go. */
  loadKillMs: 30_000,
  /** Asked to stop, it gets this long before it is killed. */
  stopMs: 1_500,
  firstRetryMs: 250,
  lastRetryMs: 30_000,
  /** After running this long a crash counts as the first one again. */
  healthyMs: 60_000,
  heapMegabytes: 512,
  /** Resident memory of the whole process; more than the heap because buffers live outside it. */
  rssMegabytes: 1_024,
  /** Requests of one host under way at once, less than the gateway takes of one connection; more are not read from its pipe. */
  pendingRequests: 500,
  /** Bytes that may wait for a host that doesn't read. */
  unreadBytes: 1024 * 1024,
  /** Characters of one line on the pipe. */
  lineLength: 32 * 1024 * 1024,
  /** Hosts that load their extensions at once; one that takes longer than `startPatienceMs` makes room for the next. */
  startsAtOnce: 4,
  startPatienceMs: 3_000,
  /** NodeCG's `extensionsLoaded` waits for every extension of the server, this long at most. */
  allLoadedMs: 10_000,
};
export type HostLimits = typeof hostLimits;
