/** Where a text stops being JSON, counted from 1, and what is wrong there. */
export type JsonProblem = { offset: number; line: number; column: number; reason: JsonReason };
export type JsonReason = 'empty' | 'unexpected' | 'ends' | 'text' | 'comma' | 'key' | 'after';

/** The first place where this isn't JSON; undefined where it is. Engines tell the place in their own words or not at all. */
export function locateJsonError(text: string): JsonProblem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const { offset, reason } = new Scanner(text).problem();
    const before = text.slice(0, offset).split('\n');
    return { offset, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, reason };
  }
}

class Stop extends Error {
  constructor(
    readonly offset: number,
    readonly reason: JsonReason,
  ) {
    super(reason);
  }
}

const word = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;

/** Reads JSON until it isn't. Containers are kept on a list, not on the stack: depth costs nothing. */
class Scanner {
  #at = 0;
  readonly #open: ('{' | '[')[] = [];
  constructor(private readonly text: string) {}

  problem(): { offset: number; reason: JsonReason } {
    try {
      if (this.text.trim() === '') return { offset: 0, reason: 'empty' };
      this.#value();
      while (this.#open.length > 0) this.#next();
      this.#space();
      return { offset: this.#at, reason: 'after' };
    } catch (error) {
      if (error instanceof Stop) return error;
      throw error;
    }
  }

  /** After a value inside of a container: its end, or a comma and one more. */
  #next(): void {
    const closing = this.#open.at(-1) === '{' ? '}' : ']';
    const comma = this.#space();
    if (this.#take(closing)) return void this.#open.pop();
    if (!this.#take(',')) this.#stop(this.#at < this.text.length ? 'comma' : 'ends');
    this.#space();
    // A comma before the end is the commonest slip: it is shown where it is.
    if (this.text[this.#at] === closing) throw new Stop(comma, 'comma');
    if (closing === '}') this.#key();
    this.#value();
  }

  /** One value; of a container that isn't empty its beginning, down to the first value that is none. */
  #value(): void {
    for (;;) {
      this.#space();
      const char = this.text[this.#at];
      if (char === '"') return this.#string();
      if (char !== '{' && char !== '[') break;
      this.#at += 1;
      this.#space();
      if (this.#take(char === '{' ? '}' : ']')) return;
      this.#open.push(char);
      if (char === '{') this.#key();
    }
    word.lastIndex = this.#at;
    if (!word.test(this.text)) this.#stop('unexpected');
    this.#at = word.lastIndex;
  }

  #key(): void {
    this.#space();
    if (this.text[this.#at] !== '"') this.#stop('key');
    this.#string();
    this.#space();
    if (!this.#take(':')) this.#stop('key');
  }

  #string(): void {
    string.lastIndex = this.#at;
    if (!string.test(this.text)) this.#stop('text');
    this.#at = string.lastIndex;
  }

  #space(): number {
    const space = /[ \t\r\n]*/y;
    space.lastIndex = this.#at;
    space.test(this.text);
    this.#at = space.lastIndex;
    return this.#at;
  }

  #take(char: string): boolean {
    if (this.text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #stop(reason: JsonReason): never {
    throw new Stop(this.#at, this.#at >= this.text.length ? 'ends' : reason);
  }
}
