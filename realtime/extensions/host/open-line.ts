import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { createSignals, signal, type Signals } from './signals.ts';
import type { ToWorker, WorkerInput } from './line-worker.ts';
import type { HostMessage, SupervisorMessage } from './pipe-protocol.ts';

/** The main thread's end of the pipe. */
export interface Line {
  send(message: SupervisorMessage): void;
  /** One handler; messages that come before there is one are kept. */
  onMessage(handler: (message: HostMessage) => void): void;
  /** Blocks this thread for the next message; undefined after `timeoutMs`. */
  receiveNow(timeoutMs: number): HostMessage | undefined;
  /** Blocks until everything sent so far has been written, `timeoutMs` at most: for a process that is about to end. */
  flushNow(timeoutMs: number): void;
}

const beatMs = 100;

/** Starts the worker that owns the pipe. When that thread ends, so does the process. */
export function openLine(workerFile: URL): Line {
  const signals = createSignals();
  const { port1: port, port2: workerPort } = new MessageChannel();
  const input: WorkerInput = { port: workerPort, signals };
  const worker = new Worker(workerFile, { workerData: input, transferList: [workerPort], stdout: false, stderr: false });
  worker.on('exit', () => process.exit(1));
  setInterval(() => Atomics.add(signals, signal.beat, 1), beatMs).unref();
  let flushes = 0;
  return {
    send: (message) => port.postMessage(JSON.stringify(message) satisfies ToWorker),
    onMessage: (handler) => void port.on('message', (text: string) => handler(take(signals, text))),
    receiveNow: (timeoutMs) => receiveNow(port, signals, timeoutMs),
    flushNow(timeoutMs) {
      flushes += 1;
      const before = Atomics.load(signals, signal.flushed);
      port.postMessage(flushes satisfies ToWorker);
      Atomics.wait(signals, signal.flushed, before, timeoutMs);
    },
  };
}

function take(signals: Signals, text: string): HostMessage {
  Atomics.add(signals, signal.charactersTaken, text.length);
  // Only the supervisor writes here, and it is the same build of the same program.
  return JSON.parse(text) as HostMessage;
}

function receiveNow(port: MessagePort, signals: Signals, timeoutMs: number): HostMessage | undefined {
  const deadline = performance.now() + timeoutMs;
  Atomics.store(signals, signal.waiting, 1);
  try {
    for (;;) {
      const posted = Atomics.load(signals, signal.posted);
      const received: { message: unknown } | undefined = receiveMessageOnPort(port);
      if (received) return take(signals, received.message as string);
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return undefined;
      Atomics.wait(signals, signal.posted, posted, leftMs);
    }
  } finally {
    Atomics.store(signals, signal.waiting, 0);
    Atomics.add(signals, signal.beat, 1);
  }
}
