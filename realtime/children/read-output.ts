import type { Readable } from 'node:stream';

/** A child that never ends its line is cut here, in characters. */
const longestLine = 16_384;

/** Hands over what a child prints, line by line, without blank ones. */
export function readOutput(output: Readable | null, onLine: (line: string) => void): void {
  let rest = '';
  output?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) if (line.trim() !== '') onLine(line.trimEnd().slice(0, longestLine));
  });
}
