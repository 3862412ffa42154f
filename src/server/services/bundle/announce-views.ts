import type { BundleView } from '#contract/bundle';
import type { EventBus } from '#ports/event-bus';

/** Publishes which bundles came, went or look different since the last call. */
export function createAnnounceViews(bus: EventBus): (views: readonly BundleView[]) => void {
  let known = new Map<string, string>();
  return (views) => {
    const now = new Map(views.map((view) => [view.name, JSON.stringify(view)]));
    const before = known;
    known = now;
    for (const name of before.keys())
      if (!now.has(name)) bus.publish({ type: 'bundle.changed', change: { bundle: name, kind: 'removed' } });
    for (const [name, text] of now) {
      const old = before.get(name);
      if (old !== text)
        bus.publish({ type: 'bundle.changed', change: { bundle: name, kind: old === undefined ? 'added' : 'state' } });
    }
  };
}
