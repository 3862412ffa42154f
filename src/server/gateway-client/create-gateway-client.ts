import type { Asked } from '#contract/identity';
import { createCall, type GatewayAddress } from './call-gateway.ts';
import { accountClients, forNextItself } from './identity-clients.ts';
import type { GatewayClient } from './types.ts';

/** The gateway's services for whoever asks, answered by its internal API at `address`. Connects with the first call. */
export function createGatewayClient(address: GatewayAddress, asked?: Asked): GatewayClient {
  const call = createCall(address, asked);
  return {
    replicants: {
      read: (key) => call('replicant.read', { key }),
      set: (key, value) => call('replicant.set', { key, value }),
      propose: (change, options = {}) => call('replicant.propose', { ...change, ...options }),
      history: (key, options) => call('replicant.history', { key, ...options }),
      list: (namespace) => call('replicant.list', namespace === undefined ? {} : { namespace }),
      delete: (key) => call('replicant.delete', { key }),
      details: (key) => call('replicant.details', { key }),
      at: (key, revision) => call('replicant.at', { key, revision }),
      restore: (key, revision) => call('replicant.restore', { key, revision }),
      undo: (key) => call('replicant.undo', { key }),
      redo: (key) => call('replicant.redo', { key }),
    },
    saved: {
      list: (namespace) => call('saved.list', namespace === undefined ? {} : { namespace }),
      create: (name, namespace) => call('saved.create', { name, namespace }),
      compare: (id, against) => call('saved.compare', against === undefined ? { id } : { id, against }),
      restore: (id) => call('saved.restore', { id }),
      rename: (id, name) => call('saved.rename', { id, name }),
      delete: (id) => call('saved.delete', { id }),
    },
    layouts: {
      read: () => call('layout.read', {}),
      change: (changes) => call('layout.change', { changes }),
      share: (wish) => call('layout.share', wish),
      edit: (id, edit) => call('layout.edit', { id, edit }),
      delete: (id) => call('layout.delete', { id }),
    },
    bundles: {
      list: () => call('bundle.list', {}),
      get: (name) => call('bundle.get', { name }),
      reload: (name) => call('bundle.reload', { name }),
      enable: (name) => call('bundle.enable', { name }),
      disable: (name) => call('bundle.disable', { name }),
    },
    graphics: {
      list: () => call('graphic.list', {}),
      command: (command) => call('graphic.command', command),
    },
    identity: forNextItself(call),
    ...accountClients(call),
    system: {
      health: () => call('system.health', {}),
      about: () => call('system.about', {}),
      database: () => call('system.database', {}),
      signIn: () => call('system.signIn', {}),
    },
    audit: {
      list: (filter) => call('audit.list', filter),
      check: () => call('audit.check', {}),
      verify: () => call('audit.verify', {}),
    },
  };
}
