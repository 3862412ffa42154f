/**
 * A reply that is JSON already, made once for everybody who gets it. Where it goes through `JSON.stringify` after all, it is the same
 * as the reply that it was made from.
 */
export class EncodedReply {
  readonly text: string;
  /** Somebody else has it, too: sending it once more takes no memory. */
  isShared = false;
  #bytes: Buffer | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get bytes(): Buffer {
    return (this.#bytes ??= Buffer.from(this.text));
  }

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** Any reply as JSON. */
export function replyText(reply: unknown): string {
  return reply instanceof EncodedReply ? reply.text : JSON.stringify(reply);
}
