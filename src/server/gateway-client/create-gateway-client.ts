import { createCall, type GatewayAddress } from './call-gateway.ts';
import type { GatewayClient } from './types.ts';

/** The gateway's services, answered by its internal API at `address`. Connects with the first call. */
export function createGatewayClient(address: GatewayAddress): GatewayClient {
  const call = createCall(address);
  return {
    replicants: {
      read: (key) => call('replicant.read', { key }),
      set: (key, value, actor) => call('replicant.set', { key, value, actor }),
      propose: (change, actor, options = {}) => call('replicant.propose', { ...change, actor, ...options }),
      history: (key, options) => call('replicant.history', { key, ...options }),
      list: (namespace) => call('replicant.list', namespace === undefined ? {} : { namespace }),
      delete: (key, actor) => call('replicant.delete', { key, actor }),
      details: (key) => call('replicant.details', { key }),
      at: (key, revision) => call('replicant.at', { key, revision }),
      restore: (key, revision, actor) => call('replicant.restore', { key, revision, actor }),
      undo: (key, actor) => call('replicant.undo', { key, actor }),
      redo: (key, actor) => call('replicant.redo', { key, actor }),
    },
    saved: {
      list: (namespace) => call('saved.list', namespace === undefined ? {} : { namespace }),
      create: (name, namespace, actor) => call('saved.create', { name, namespace, actor }),
      compare: (id, against) => call('saved.compare', against === undefined ? { id } : { id, against }),
      restore: (id, actor) => call('saved.restore', { id, actor }),
      rename: (id, name, actor) => call('saved.rename', { id, name, actor }),
      delete: (id, actor) => call('saved.delete', { id, actor }),
    },
    layouts: {
      read: (actor) => call('layout.read', { actor }),
      change: (changes, actor) => call('layout.change', { changes, actor }),
      share: (wish, actor) => call('layout.share', { ...wish, actor }),
      edit: (id, edit, actor) => call('layout.edit', { id, edit, actor }),
      delete: (id, actor) => call('layout.delete', { id, actor }),
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
    system: { health: () => call('system.health', {}), about: () => call('system.about', {}) },
  };
}
