import type { BundleView } from '#contract/bundle';
import type { GraphicInstance } from '#contract/graphic';
import type { Link } from '#bundles/client/link';
import type { NodecgClass } from '#bundles/client/nodecg-global';

/** The server's own replicants in namespace `nodecg` that the dashboard shows. */
type ShowReplicants = { bundles: BundleView[]; 'graphics:instances': GraphicInstance[] };

/** The dashboard's connection, which its panels share through `window.NodeCG`. Undefined where the browser client didn't load. */
export function windowLink(): Link | undefined {
  return dashboardClient()?.link;
}

/** Calls back with every state of a replicant of the server. States are immutable and share what is equal. Returns the end. */
export function followReplicant<N extends keyof ShowReplicants>(
  name: N,
  handler: (value: ShowReplicants[N]) => void,
): () => void {
  const replicant = dashboardClient()?.replicants.Replicant<ShowReplicants[N]>(name, 'nodecg', { persistent: false });
  if (!replicant) return () => undefined;
  // One parameter: a listener that could see the old value would be given a copy of it.
  const onChange = (_value: ShowReplicants[N]) => {
    const value = replicant.snapshot();
    if (value !== undefined) handler(value);
  };
  replicant.on('change', onChange);
  return () => void replicant.off('change', onChange);
}

function dashboardClient() {
  const { NodeCG } = globalThis as { NodeCG?: NodecgClass };
  return NodeCG?.connectDashboard();
}
