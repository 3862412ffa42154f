import type { ReplicantContext } from './context.ts';

const steps = 10;

/**
 * The answer to a question to storage. Rejects when it takes too long: one that hangs must not hold up the live replicants that were
 * asked for together with sleeping ones, and once it is known to be away hardly any patience is left.
 */
export async function ask<T>({ commits, timing }: ReplicantContext, question: Promise<T>): Promise<T> {
  const patienceMs = commits.durability.awayForMs() > 0 ? timing.askAwayMs : timing.askMs;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    // In steps: while the event loop is held up, the answer may be here already, and only this process hasn't read it.
    const wait = (step: number) => {
      if (step === 0) return reject(new Error(`the database has not answered for ${patienceMs / 1_000} s`));
      timer = setTimeout(wait, patienceMs / steps, step - 1);
    };
    wait(steps);
  });
  try {
    return await Promise.race([question, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
