import { extensionEnvironment } from '#server/config/process-environment';
import { startTestGateway } from '../gateway/test-gateway.ts';
import { createExtensionHosts } from './create-extension-hosts.ts';
import type { HostLimits } from './host-limits.ts';
import { groupOf, testLimits, type Workshop } from './test-hosts.ts';

/** Real hosts on the real gateway, with real Socket.IO clients. Each bundle's extension is the body of its function; those of one list share a host. */
export async function runOnGateway(workshop: Workshop, groups: Record<string, string>[], limits: Partial<HostLimits> = {}) {
  const server = await startTestGateway();
  const lines: string[] = [];
  const write = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  const hosts = createExtensionHosts({
    ...{ hostEntry: workshop.hostEntry, root: workshop.root, environment: extensionEnvironment() },
    log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    attach: server.gateway.attach,
    attachSockets: server.gateway.extensionSockets.attachHost,
    welcome: server.gateway.welcome,
    serverConfig: { host: '127.0.0.1', port: 9090, login: { enabled: false } },
    limits: { ...testLimits, ...limits },
  });
  const prepared = [];
  for (const bodies of groups) {
    const bundles = [];
    for (const [name, body] of Object.entries(bodies))
      bundles.push(await workshop.bundle(name, { 'extension.js': `module.exports = (nodecg) => { ${body} };` }));
    prepared.push(groupOf(...bundles));
  }
  await hosts.reconcile(prepared);
  return {
    ...server,
    hosts,
    lines,
    async close() {
      await hosts.close();
      await server.close();
    },
  };
}
