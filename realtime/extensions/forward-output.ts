import type { Readable } from 'node:stream';
import { limitRate } from './host/limit-rate.ts';
import { readLines } from './host/read-lines.ts';

const maxLineLength = 8_192;
const linesPerSecond = 200;
const burstLines = 1_000;
const sliceMs = 100;
const bytesPerSlice = 512 * 1024;

/**
 * Hands what a process prints to `write`, line by line. Lines over 8192 characters are cut, those over 200 a second are counted and
 * left out, and more than 5 MB a second are not even read: the process then waits, the server doesn't.
 */
export function forwardOutput(output: Readable, write: (line: string) => void): void {
  const limit = limitRate(linesPerSecond, burstLines);
  let budget = bytesPerSlice;
  let slice: NodeJS.Timeout | undefined;
  const reportLeftOut = () => {
    const count = limit.leftOut();
    if (count > 0) write(`… ${count} lines left out: at most ${linesPerSecond} a second are kept.`);
  };
  const forward = (line: string) => {
    if (line === '' || !limit.take()) return;
    reportLeftOut();
    write(line);
  };
  const lines = readLines(maxLineLength, forward, (beginning) => forward(`${beginning} …`));
  output.on('data', (bytes: Buffer) => {
    lines.push(bytes);
    budget -= bytes.length;
    slice ??= setTimeout(() => {
      slice = undefined;
      budget = bytesPerSlice;
      output.resume();
    }, sliceMs);
    if (budget <= 0) output.pause();
  });
  output.on('error', () => undefined);
  output.on('close', () => {
    clearTimeout(slice);
    lines.end();
    reportLeftOut();
  });
}
