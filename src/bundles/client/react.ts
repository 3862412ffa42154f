import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { BundleDefinition, MessageName, ParsedMessageInput, ReplicantName, ReplicantValue } from '#bundles/sdk/index';
import type { BundleApi } from './typed.ts';

/** A replicant's value, undefined until it is first read; the last one while disconnected. Draws again only when it changes. */
export function useReplicant<B extends BundleDefinition, N extends ReplicantName<B>>(
  api: BundleApi<B>,
  name: N,
): ReplicantValue<B, N> | undefined {
  const store = api.replicant(name);
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

/** Calls the newest `handler` with what others send. */
export function useListenFor<B extends BundleDefinition, N extends MessageName<B>>(
  api: BundleApi<B>,
  name: N,
  handler: (input: ParsedMessageInput<B, N>) => void,
): void {
  const onMessage = useEffectEvent(handler);
  useEffect(() => api.listenFor(name, (input) => onMessage(input)), [api, name]);
}

/** True while connected. */
export function useConnection<B extends BundleDefinition>({ connection }: BundleApi<B>): boolean {
  return useSyncExternalStore(connection.subscribe, connection.get, connection.get);
}
