import { useCallback, useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type {
  BundleDefinition,
  MessageName,
  ParsedMessageInput,
  ReplicantName,
  ReplicantValue,
  TimerName,
} from '#bundles/sdk/index';
import type { Timer } from './timer.ts';
import type { BundleApi } from './typed.ts';

/** A replicant's value, undefined until it is first read; the last one while disconnected. Draws again only when it changes. */
export function useReplicant<B extends BundleDefinition, N extends ReplicantName<B>>(
  api: BundleApi<B>,
  name: N,
): ReplicantValue<B, N> | undefined {
  const store = api.replicant(name);
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

/** What a component shows of a timer between two commands; `ms` and what else runs is drawn by `timer.onFrame`, past React. */
export type ShownTimer = { timer: Timer; running: boolean; done: boolean };

/** A timer, drawn again after each command and at its end, not while it runs. */
export function useTimer<B extends BundleDefinition>(api: BundleApi<B>, name: TimerName<B>): ShownTimer {
  const timer = api.timer(name);
  const subscribe = useCallback(
    (draw: () => void) => {
      timer.on('change', draw);
      timer.on('done', draw);
      return () => void timer.off('change', draw).off('done', draw);
    },
    [timer],
  );
  // Changes when something other than the running time does: the rule, or whether it has come to its end.
  const value = () => timer.value;
  const isDone = () => timer.done;
  useSyncExternalStore(subscribe, value, value);
  const done = useSyncExternalStore(subscribe, isDone, isDone);
  return { timer, running: timer.running, done };
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
