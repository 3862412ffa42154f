import { createTestHosts, groupOf } from './test-hosts.ts';

/** A supervisor as a process of its own, so that a test can kill it. Arguments: host entry, root, bundle, its extension. */
const [hostEntry = '', root = '', name = '', entry = ''] = process.argv.slice(2);
const { hosts, gateway } = createTestHosts({ hostEntry, root });
const dir = `${root}/bundles/${name}`;
await hosts.reconcile([groupOf({ name, version: '1.0.0', kind: 'drop-in', dir, entry, config: {}, manifest: {} })]);
while (gateway.value(name, 'pids') === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
process.stdout.write(`${JSON.stringify(gateway.value(name, 'pids'))}\n`);
