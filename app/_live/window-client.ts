import type { BundleView } from '#contract/bundle';
import type { GraphicInstance } from '#contract/graphic';
import type { ReplicantKey } from '#contract/replicant';
import type { Link } from '#bundles/client/link';
import type { PageError } from '#bundles/client/page-errors';
import type { Refusal } from '#bundles/client/replicant-line';
import type { NodecgClass } from '#bundles/client/nodecg-global';

/** The server's own replicants in namespace `nodecg` that the dashboard shows. */
type ShowReplicants = { bundles: BundleView[]; 'open-graphics': GraphicInstance[] };

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

/** True where the dashboard or one of its panels follows this replicant. */
export function isFollowedHere({ namespace, name }: ReplicantKey): boolean {
  return dashboardClient()?.replicants.declared()[namespace]?.[name] !== undefined;
}

/** Calls back for every write of the dashboard or its panels that was not made. Returns the end. */
export function followRefusals(handler: (refusal: Refusal) => void): () => void {
  return dashboardClient()?.onRefused(handler) ?? (() => undefined);
}

/** Calls back for every script error in a panel. Returns the end. */
export function followPageErrors(handler: (error: PageError) => void): () => void {
  return dashboardClient()?.onPageError(handler) ?? (() => undefined);
}

function dashboardClient() {
  const { NodeCG } = globalThis as { NodeCG?: NodecgClass };
  return NodeCG?.connectDashboard();
}
