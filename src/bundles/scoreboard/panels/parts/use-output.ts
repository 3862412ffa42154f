import { useMemo, useSyncExternalStore } from 'react';
import '#bundles/client/globals';
import type { GraphicInstance } from '#contract/graphic';

/** `on-air`: some output shows the page now; `open`: it is loaded, but in no program; `none`: nobody has it open. */
export type Output = 'on-air' | 'open' | 'none';

/** Where a graphic of this bundle is shown, from the server's own list. `none` until that is known. */
export function useOutput(file: string): Output {
  const store = useMemo(instancesStore, []);
  const instances = useSyncExternalStore(store.subscribe, store.get);
  const open = (instances ?? []).filter(({ url, closed }) => !closed && url.endsWith(`/scoreboard/graphics/${file}`));
  if (open.some(({ onAir }) => onAir)) return 'on-air';
  return open.length > 0 ? 'open' : 'none';
}

function instancesStore() {
  const replicant = globalThis.nodecg.Replicant<GraphicInstance[]>('open-graphics', 'nodecg', { persistent: false });
  return {
    get: () => replicant.snapshot(),
    subscribe: (changed: () => void) => {
      // One parameter: a listener that could see the old value would be given a copy of it.
      const listener = (_value: GraphicInstance[]) => changed();
      replicant.on('change', listener);
      return () => void replicant.off('change', listener);
    },
  };
}
