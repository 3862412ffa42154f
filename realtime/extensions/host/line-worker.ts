import { Socket } from 'node:net';
import { workerData, type MessagePort } from 'node:worker_threads';
import { readLines } from './read-lines.ts';
import { signal, type Signals } from './signals.ts';
import type { SupervisorMessage } from './pipe-protocol.ts';

/*
 * The host's end of the pipe, in a thread of its own: so that the main thread can block for an answer, that its liveness is
 * reported by somebody else, and that the process ends with the gateway even while an extension spins.
 */

/** What the main thread hands over: a line to send, or the number of a flush to report. */
export type ToWorker = string | number;
export type WorkerInput = { port: MessagePort; signals: Signals };

const pipeDescriptor = 3;
const beatMs = 250;
const pressureMs = 20;
const maxUnreadBytes = 1024 * 1024;
const maxLineLength = 64 * 1024 * 1024;
const maxWaitingCharacters = 32 * 1024 * 1024;

const { port, signals } = workerData as WorkerInput;
const pipe = new Socket({ fd: pipeDescriptor, readable: true, writable: true });

/** Nobody is left to serve: at once, whatever the main thread does, and with everything that it started. */
function endProcess(): never {
  if (process.platform !== 'win32') {
    try {
      process.kill(-process.pid, 'SIGKILL');
    } catch {
      // Not the leader of a process group: alone then.
    }
  }
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
}

function receive(line: string): void {
  Atomics.add(signals, signal.charactersPosted, line.length);
  port.postMessage(line);
  Atomics.add(signals, signal.posted, 1);
  Atomics.notify(signals, signal.posted);
  if (isBehind()) holdBack();
}

function isBehind(): boolean {
  const waiting = (Atomics.load(signals, signal.charactersPosted) - Atomics.load(signals, signal.charactersTaken)) | 0;
  return waiting > maxWaitingCharacters;
}

function holdBack(): void {
  pipe.pause();
  const timer = setInterval(() => {
    if (isBehind()) return;
    clearInterval(timer);
    pipe.resume();
  }, pressureMs);
}

function beat(): void {
  if (Atomics.load(signals, signal.waiting) === 1) Atomics.add(signals, signal.beat, 1);
  const message: SupervisorMessage = { t: 'beat', count: Atomics.load(signals, signal.beat), rss: process.memoryUsage.rss() };
  // A supervisor that does not read is not helped by more beats.
  if (pipe.writableLength < maxUnreadBytes) pipe.write(`${JSON.stringify(message)}\n`);
}

const lines = readLines(maxLineLength, receive, endProcess);
pipe.on('data', (bytes) => lines.push(bytes));
pipe.on('error', endProcess);
pipe.on('close', endProcess);
pipe.on('end', endProcess);

port.on('message', (message: ToWorker) => {
  if (typeof message === 'string') return void pipe.write(`${message}\n`);
  pipe.write('', () => {
    Atomics.store(signals, signal.flushed, message);
    Atomics.notify(signals, signal.flushed);
  });
});
setInterval(beat, beatMs);
beat();
