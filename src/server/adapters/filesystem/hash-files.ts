import { Worker } from 'node:worker_threads';

export type FileHasher = {
  /**
   * SHA-1 in hexadecimal; undefined for a file that isn't found, or can't be read to its end. `find` is called when it is this file's
   * turn, and never rejects.
   */
  sum(find: () => Promise<string | undefined>): Promise<string | undefined>;
  close(): Promise<void>;
};

type Job = { id: number; find: () => Promise<string | undefined>; resolve: (sum: string | undefined) => void };

/** Files that are looked for and read side by side, a few megabytes of each in turn: a small one doesn't wait for a film. */
const sideBySide = 4;

// A thread of its own, which may wait for the disk: neither the event loop nor its pool of file threads notices.
const threadCode = `
const { parentPort } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const { openSync, readSync, closeSync } = require('node:fs');
const buffer = Buffer.allocUnsafe(4 * 1024 * 1024);
const jobs = [];
const finish = (job, sum) => {
  jobs.splice(jobs.indexOf(job), 1);
  if (job.descriptor !== undefined) closeSync(job.descriptor);
  parentPort.postMessage({ id: job.id, sum });
};
const step = (job) => {
  try {
    job.descriptor ??= openSync(job.file, 'r');
    const length = readSync(job.descriptor, buffer, 0, buffer.length, null);
    if (length === 0) return finish(job, job.hash.digest('hex'));
    job.hash.update(buffer.subarray(0, length));
  } catch {
    finish(job, undefined);
  }
};
const turn = () => {
  for (const job of [...jobs]) step(job);
  if (jobs.length > 0) setImmediate(turn);
};
parentPort.on('message', ({ id, file }) => {
  jobs.push({ id, file, hash: createHash('sha1') });
  if (jobs.length === 1) setImmediate(turn);
});
`;

/** Computes sums of files in one thread, which is started when it is needed first. */
export function createFileHasher(): FileHasher {
  const waiting: Job[] = [];
  const running = new Map<number, Job>();
  let thread: Worker | undefined;
  let lastId = 0;
  let isClosed = false;

  const end = (id: number, sum: string | undefined) => {
    running.get(id)?.resolve(sum);
    running.delete(id);
    start();
  };
  const lose = (worker: Worker) => {
    if (thread !== worker) return;
    thread = undefined;
    for (const id of [...running.keys()]) end(id, undefined);
  };
  const open = (): Worker => {
    const worker = new Worker(threadCode, { eval: true, execArgv: [] });
    worker.on('message', ({ id, sum }: { id: number; sum?: string }) => end(id, sum));
    worker.on('error', () => lose(worker));
    worker.on('exit', () => lose(worker));
    worker.unref();
    return worker;
  };
  const start = () => {
    while (!isClosed && running.size < sideBySide) {
      const job = waiting.shift();
      if (!job) return;
      running.set(job.id, job);
      void hand(job);
    }
  };
  const hand = async ({ id, find }: Job) => {
    const file = await find();
    if (!running.has(id)) return;
    if (file === undefined) return end(id, undefined);
    thread ??= open();
    thread.postMessage({ id, file });
  };

  return {
    sum: (find) =>
      new Promise((resolve) => {
        if (isClosed) return resolve(undefined);
        waiting.push({ id: ++lastId, find, resolve });
        start();
      }),
    async close() {
      isClosed = true;
      for (const job of [...waiting.splice(0), ...running.values()]) job.resolve(undefined);
      running.clear();
      await thread?.terminate();
    },
  };
}
