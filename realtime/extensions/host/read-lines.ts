import { StringDecoder } from 'node:string_decoder';

/**
 * Splits a stream of bytes into lines. A line may not be longer than `maxLength` characters: then `onTooLong` is called with its
 * beginning and the rest of that line is skipped, so that nothing grows without end.
 */
export function readLines(maxLength: number, onLine: (line: string) => void, onTooLong: (beginning: string) => void): LineReader {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  let skipping = false;
  const finish = () => {
    const line = parts.join('');
    parts = [];
    length = 0;
    if (!skipping) onLine(line);
    skipping = false;
  };
  const add = (part: string) => {
    if (skipping || part === '') return;
    parts.push(part);
    length += part.length;
    if (length <= maxLength) return;
    onTooLong(parts.join('').slice(0, maxLength));
    parts = [];
    length = 0;
    skipping = true;
  };
  return {
    push(bytes) {
      const text = decoder.write(bytes);
      let from = 0;
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
        add(text.slice(from, at));
        finish();
        from = at + 1;
      }
      add(text.slice(from));
    },
    end() {
      if (length > 0) finish();
    },
  };
}

export type LineReader = {
  push(bytes: Buffer): void;
  /** Hands over what came after the last line break. */
  end(): void;
};
