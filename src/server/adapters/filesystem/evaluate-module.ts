import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Json } from '#contract/json';
import { failure, success, type Result } from '#contract/result';
import type { EvaluationError } from '#ports/bundle-files';

type Outcome = { json: string | undefined } | { message: string; stack: string };

// A thread of its own: its module cache is always empty, so edits of the file and of what it imports are seen, and it can be stopped whatever it does.
const threadCode = `
const { parentPort, workerData } = require('node:worker_threads');
import(workerData.url)
  .then(async (module) => {
    const exported = 'default' in module ? module.default : { ...module };
    const value = await (exported && exported.__esModule && 'default' in exported ? exported.default : exported);
    parentPort.postMessage({ json: JSON.stringify(value) });
  })
  .catch((error) => parentPort.postMessage({ message: String(error && error.message || error), stack: String(error && error.stack || '') }));
`;

/** See `BundleFiles.evaluate`. */
export async function evaluateModule(file: string, timeoutMs: number): Promise<Result<Json, EvaluationError>> {
  const outcome = await runInThread(file, timeoutMs);
  if ('message' in outcome) return failure({ message: outcome.message, line: lineIn(outcome.stack, file) });
  if (outcome.json === undefined) return failure({ message: 'it does not export a JSON value' });
  return success(JSON.parse(outcome.json) as Json);
}

function runInThread(file: string, timeoutMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const thread = new Worker(threadCode, {
      eval: true,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 128 },
      workerData: { url: pathToFileURL(file).href },
    });
    const finish = (outcome: Outcome): void => {
      clearTimeout(timer);
      resolve(outcome);
      void thread.terminate();
    };
    const timer = setTimeout(() => finish({ message: `it did not finish within ${timeoutMs / 1000} s`, stack: '' }), timeoutMs);
    thread.once('message', (outcome: Outcome) => finish(outcome));
    thread.once('error', (error: Error) => finish({ message: error.message, stack: error.stack ?? '' }));
    thread.once('exit', () =>
      finish({ message: 'it ended without exporting a value (a promise that never settles, or process.exit)', stack: '' }),
    );
  });
}

function lineIn(stack: string, file: string): number | undefined {
  const name = basename(file).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const match = new RegExp(`${name}(?:\\?[^:]*)?:(\\d+)`).exec(stack);
  return match ? Number(match[1]) : undefined;
}
