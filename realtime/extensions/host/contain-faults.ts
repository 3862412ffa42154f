import { bundleInStack, describeFault, detailsOf } from './describe-fault.ts';
import { isUnanswerable } from './unanswerable.ts';
import type { CurrentBundle } from './current-bundle.ts';
import type { Line } from './open-line.ts';
import type { HostedBundle } from './pipe-protocol.ts';

export type FaultDeps = { line: Line; root: string; bundles: readonly HostedBundle[]; currentBundle: CurrentBundle };

/** Writes a fault that ends nothing to the log, under the bundle whose code it was. */
export type LogFault = (what: string, thrown: unknown) => void;

const flushMs = 500;

/**
 * What nobody caught: an exception is reported and ends the host, which is then restarted; an unhandled rejection is only logged, as
 * in NodeCG. Handlers that extensions install for rejections are not called: some abort the process, for another bundle's sake too.
 */
export function containFaults({ line, root, bundles, currentBundle }: FaultDeps): LogFault {
  const culprit = (thrown: unknown) =>
    bundleInStack(thrown, bundles) ??
    bundles.find(({ name }) => name === currentBundle.name()) ??
    (bundles.length === 1 ? bundles[0] : undefined);
  const log = (bundle: HostedBundle | undefined, text: string) => {
    const name = bundle?.name ?? bundles.map((each) => each.name).join('+');
    line.send({ t: 'log', bundle: name, level: 'error', text });
  };
  process.on('uncaughtException', (thrown: unknown) => {
    const bundle = culprit(thrown);
    if (isUnanswerable(thrown)) return log(bundle, detailsOf(thrown));
    log(bundle, `Unhandled exception, the extension is restarted: ${detailsOf(thrown)}`);
    line.send({
      t: 'crash',
      ...(bundle && { bundle: bundle.name }),
      fault: describeFault(thrown, { dir: bundle?.dir ?? root, root }),
    });
    line.flushNow(flushMs);
    process.exit(1);
  });
  const emit = process.emit.bind(process) as (...event: unknown[]) => boolean;
  const emitContained = (...event: unknown[]): boolean => {
    if (event[0] !== 'unhandledRejection') return emit(...event);
    log(culprit(event[1]), `UNHANDLED PROMISE REJECTION! ${detailsOf(event[1])}`);
    return true;
  };
  process.emit = emitContained as typeof process.emit;
  return (what, thrown) => log(culprit(thrown), `${what}: ${detailsOf(thrown)}`);
}
