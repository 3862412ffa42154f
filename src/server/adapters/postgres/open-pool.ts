import pg from 'pg';

/** How long a part of the server waits for an answer, and on how many connections. */
export type PoolOptions = Pick<pg.PoolConfig, 'idleTimeoutMillis' | 'keepAlive'> & {
  url: string;
  /** As the database lists it. */
  name: string;
  max: number;
  connectMs?: number;
  answerMs: number;
};

/** Connections of one part of the server, so that no other part holds it up. An answer that doesn't come is an error. */
export function openPool({ url, name, connectMs = 3_000, answerMs, ...options }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...options,
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: connectMs,
    statement_timeout: answerMs,
    // The database's own says more, so it has some time to come.
    query_timeout: answerMs + Math.max(2_000, answerMs / 6),
  });
  // An idle connection was lost; the next query opens another, or fails by itself.
  pool.on('error', () => undefined);
  return pool;
}
