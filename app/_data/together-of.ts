type Attempt = { isPending: boolean; error: { message: string } | null; reset: () => void };

/** Several changes at one place as one: whether one is on its way, and why the last one was refused. Each attempt clears what the one before said. */
export function togetherOf(all: readonly Attempt[]) {
  return {
    pending: all.some(({ isPending }) => isPending),
    refusal: all.find(({ error }) => error)?.error?.message,
    reset: () => all.forEach((attempt) => attempt.reset()),
  };
}
