import { createReplicants } from '#bundles/client/replicants';
import { createConnection } from '#bundles/client/server-clock';
import { createTimers, type Timers } from '#bundles/client/timers';
import type { ExtensionLogger } from './logger.ts';
import type { HostReplicants } from './nodecg-api.ts';
import type { PipeLink } from './pipe-link.ts';
import type { CompileValidator } from './schema-compiler.ts';

/** The replicants of a host, shared by its extensions: the same name gives the same object. */
export function createHostReplicants(
  link: PipeLink,
  log: (name: string) => ExtensionLogger,
  compile: CompileValidator,
): HostReplicants {
  const replicants = createReplicants(link, { mode: 'extension', log, compile, schedule: (task) => process.nextTick(task) });
  let timers: Timers | undefined;
  // The server's clock is measured only where somebody wants it.
  const timersOf = () => (timers ??= createTimers({ link, replicants, connection: createConnection(link), log }));
  return {
    // Bundles may give anything; the client throws where a name is missing.
    declare: (name, namespace, options) => replicants.Replicant(name as string, namespace, options),
    timer: (name, namespace, options) => timersOf().Timer(name as string, namespace, options),
    read: (name, namespace) => replicants.readReplicantSync(name, namespace),
  };
}
