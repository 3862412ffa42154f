import type { ReplicantContext } from './context.ts';

/**
 * The answer to a question to storage. Rejects when it takes too long: one that hangs must not hold up the live replicants that were
 * asked for together with sleeping ones, and once it is known to be away hardly any patience is left.
 */
export async function ask<T>({ commits, timing }: ReplicantContext, question: Promise<T>): Promise<T> {
  const patienceMs = commits.durability.awayForMs() > 0 ? timing.askAwayMs : timing.askMs;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the database has not answered for ${patienceMs / 1_000} s`)), patienceMs);
  });
  try {
    return await Promise.race([question, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
