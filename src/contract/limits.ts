/** Every bound that a client can run into, in one place. */
export const limits = {
  /** Bytes of one socket frame or internal API request. */
  frameBytes: 8 * 1024 * 1024,
  /** Calls of the dashboard's API in one request. */
  callsPerRequest: 50,
  operationsPerProposal: 1_000,
  pathLength: 4_096,
  pathDepth: 128,
  /** How far past an array's end an index may be set: more would make a sparse giant. */
  arrayGap: 10_000,
  /** Characters of a replicant's value as JSON. */
  valueLength: 16 * 1024 * 1024,
  /** Nesting of a value or message. Code that walks JSON by recursion, such as JSON.stringify, stops working a few times deeper. */
  jsonDepth: 1_000,
  nameLength: 256,
  /** TCP connections to the public port. */
  httpConnections: 10_000,
  /** Of those, of one address: a crew behind one has some hundred, and a machine with a wall of graphics as many. */
  connectionsPerAddress: 2_000,
  /** Pages and programs that are connected to the gateway. */
  connections: 5_000,
  subscriptionsPerSocket: 5_000,
  subscriptionsPerRequest: 2_000,
  listenersPerSocket: 1_000,
  /** How long the server waits for an extension's acknowledgement of a message. */
  messageReplyMs: 30_000,
  /** For how long an idempotency key is remembered, and how many of all replicants together. */
  idempotencyMs: 10 * 60_000,
  idempotencyKeys: 100_000,
  /** Rows of the history that undo and restore look back through. */
  undoRows: 500,
  restoreRows: 5_000,
  /** Replicants that one change may touch together: a restored snapshot. */
  replicantsTogether: 5_000,
  savedStates: 500,
  /** How long a writer's acknowledgement may wait for the database before it is told `not-durable`. */
  durableAckMs: 5_000,
} as const;
