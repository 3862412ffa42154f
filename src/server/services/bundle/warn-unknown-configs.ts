import { readdir } from 'node:fs/promises';
import type { Log } from '#ports/log';
import { nearestName } from './nearest-name.ts';
import { bundlesOfConfig } from './read-config.ts';

/** NodeCG's configuration of the server itself is no bundle's. */
const serverName = 'nodecg';

/** Logs a warning for every file in `cfg/` that no bundle reads. */
export async function warnUnknownConfigs(cfgDir: string, bundles: ReadonlySet<string>, log: Log): Promise<void> {
  const files = await readdir(cfgDir).catch((): string[] => []);
  for (const file of files.sort()) {
    const names = bundlesOfConfig(file);
    const [name] = names;
    if (name === undefined || file.startsWith('.') || names.some((own) => own === serverName || bundles.has(own))) continue;
    const near = nearestName(name, bundles);
    const fix = near === undefined ? 'Rename or remove it.' : `Did you mean "${near}"? Rename it.`;
    log.warn(`cfg/${file} is not read: there is no bundle named "${name}". ${fix}`);
  }
}
