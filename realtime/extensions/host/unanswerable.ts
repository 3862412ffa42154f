const code = 'NODECG_UNANSWERABLE';

/** An acknowledgement of a message whose sender asked for none: any client could send one, so it ends no host. */
export class UnanswerableError extends Error {
  readonly code = code;

  constructor(message: string) {
    super(`The sender of the message "${message}" asked for no acknowledgement.`);
    this.name = 'UnanswerableError';
  }
}

export function isUnanswerable(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
