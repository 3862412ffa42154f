import { useSyncExternalStore } from 'react';
import { createBundleApi } from '#bundles/client/typed';
import type { MessageInput, MessageName, ReplicantName, ReplicantValue } from '#bundles/sdk/index';
import type { Scoreboard } from '../../bundle.ts';
import { texts } from './language.ts';

/** Whether what was asked for happened; if not, why, in words for the operator. */
export type Outcome = { ok: true } | { ok: false; message: string };

const api = createBundleApi<Scoreboard>('scoreboard');
export const serverNow = api.serverNow;

export function useValue<N extends ReplicantName<Scoreboard>>(name: N): ReplicantValue<Scoreboard, N> | undefined {
  const replicant = api.replicant(name);
  return useSyncExternalStore(replicant.subscribe, replicant.get);
}

export function useConnected(): boolean {
  return useSyncExternalStore(api.connection.subscribe, api.connection.get);
}

/** Sends a command to the extension and waits for its answer. */
export async function send<N extends MessageName<Scoreboard>>(name: N, input: MessageInput<Scoreboard, N>): Promise<Outcome> {
  const result = await api.send(name, input);
  return result.ok ? { ok: true } : { ok: false, message: result.error.code === 'disconnected' ? texts.unknownOutcome : result.error.message };
}

/** Changes a replicant in place, starting from its newest value. */
export async function write<N extends ReplicantName<Scoreboard>>(name: N, change: (value: ReplicantValue<Scoreboard, N>) => string | void | undefined): Promise<Outcome> {
  return api.write(name, change);
}
