import type { Anchor, AuditAnchor } from '#ports/audit-anchor';

export type KeptAnchor = {
  /** Writes it soon: at once, or a second after the one before. */
  set(anchor: Anchor): void;
  /** Resolves when the newest is written. */
  close(): Promise<void>;
};

/** Writes an anchor at most once in `everyMs`. A write that fails is told once, and tried again with the next one. */
export function keepAnchor(anchor: Pick<AuditAnchor, 'write'>, onTrouble: (why: string) => void, everyMs = 1_000): KeptAnchor {
  let wanted: Anchor | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> | undefined;
  let wroteAt = -Infinity;
  let isTold = false;

  const write = async () => {
    while (wanted) {
      const next = wanted;
      wanted = undefined;
      try {
        await anchor.write(next);
        isTold = false;
      } catch (error) {
        if (!isTold) onTrouble(error instanceof Error ? error.message : String(error));
        isTold = true;
      }
    }
    wroteAt = performance.now();
    writing = undefined;
  };
  const start = () => {
    clearTimeout(timer);
    timer = undefined;
    writing ??= write();
    return writing;
  };
  return {
    set(next) {
      wanted = next;
      if (timer || writing) return;
      timer = setTimeout(() => void start(), Math.max(0, wroteAt + everyMs - performance.now()));
      timer.unref();
    },
    async close() {
      await start();
    },
  };
}
