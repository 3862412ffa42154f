import { sentences } from '#contract/sentences';
import { publicMessage } from './host/describe-fault.ts';
import type { ExtensionFault } from './host/pipe-protocol.ts';
import type { HostLimits } from './host-limits.ts';
import type { HostExit } from './spawn-host.ts';

/** Why a host ended, for people. */
export function describeExit(exit: HostExit, root: string, limits: HostLimits): ExtensionFault {
  if (exit.killedFor !== undefined) return { message: sentences(`The extension's process was ended: ${exit.killedFor}`) };
  if (exit.lastWords.some((line) => /heap out of memory|allocation failed/i.test(line)))
    return {
      message: `The extension ran out of memory: it may use ${limits.heapMegabytes} MB. Look for something that only grows.`,
    };
  if (exit.signal) return { message: `The extension's process was ended by ${exit.signal}, from outside.` };
  if (exit.code === null) return { message: "The extension's process could not be started." };
  const error = exit.lastWords.findLast((line) => /^(Uncaught )?\w*Error\b/.test(line));
  if (error) return { message: publicMessage(error, [root]) };
  return {
    message: `The extension's process ended with code ${exit.code}: look for process.exit in the bundle or its packages.`,
  };
}
