/** The outcome of something that is expected to fail sometimes. Exceptions are for bugs and broken infrastructure only. */
export type Result<T, E> = { ok: true; value: T } | { ok: false; error: E };

/** A successful {@link Result}. */
export function success<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** A failed {@link Result}; `error.code` comes from a closed set. */
export function failure<E>(error: E): { ok: false; error: E } {
  return { ok: false, error };
}
