/** Keeps what was used last, as long as all of it together isn't too long. */
export type Recent<K, V> = {
  get(key: K): V | undefined;
  set(key: K, value: V, length: number): void;
  forget(key: K): void;
};

/** `totalLength`: in whatever unit `set` is told. What is longer than a quarter of it is not kept. */
export function keepRecent<K, V>(totalLength: number): Recent<K, V> {
  const kept = new Map<K, { value: V; length: number }>();
  let sum = 0;

  function forget(key: K): void {
    sum -= kept.get(key)?.length ?? 0;
    kept.delete(key);
  }

  return {
    get(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      // The newest are at the end.
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set(key, value, length) {
      forget(key);
      if (length > totalLength / 4) return;
      kept.set(key, { value, length });
      sum += length;
      for (const oldest of kept.keys()) {
        if (sum <= totalLength) return;
        forget(oldest);
      }
    },
    forget,
  };
}
