import type { BundleView, GraphicView } from '#contract/bundle';
import type { GraphicInstance } from '#contract/graphic';

export type Tally = 'on-air' | 'ready' | 'not-open';

/** A graphic of a bundle with the pages that show it now. */
export type GraphicRef = {
  /** Its address, unique. */
  id: string;
  bundle: BundleView;
  graphic: GraphicView;
  instances: GraphicInstance[];
  /** Closed within the last second. */
  closed: GraphicInstance[];
  onAir: GraphicInstance[];
  tally: Tally;
  outOfDate: boolean;
};

/** Every graphic of every enabled bundle, with its open pages, those on air first. */
export function graphicsOf(bundles: readonly BundleView[], instances: readonly GraphicInstance[]): GraphicRef[] {
  return bundles
    .filter((bundle) => bundle.enabled)
    .flatMap((bundle) =>
      bundle.graphics.map((graphic) =>
        graphicRef(
          bundle,
          graphic,
          instances.filter((open) => open.url === graphic.url),
        ),
      ),
    );
}

/** How many open pages are on air. */
export function onAirCount(instances: readonly GraphicInstance[]): number {
  return instances.filter((instance) => instance.onAir).length;
}

/** More than this many different ones are counted, not named. */
const namedAtMost = 3;

/** Names what viewers see of these pages: `Score bug · OBS 30.2 (10.0.0.12), Clock · vMix (10.0.0.13) ×2`. Undefined where nothing is on air. */
export function describeOnAir(instances: readonly GraphicInstance[], bundles: readonly BundleView[]): string | undefined {
  const onAir = instances.filter((instance) => instance.onAir);
  if (onAir.length === 0) return undefined;
  const titles = new Map(bundles.flatMap((bundle) => bundle.graphics.map((graphic) => [graphic.url, graphic.title] as const)));
  const counts = new Map<string, number>();
  for (const { url, client, address } of onAir) {
    const name = `${titles.get(url) ?? url} · ${client} (${address})`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const named = [...counts].map(([name, times]) => (times > 1 ? `${name} ×${times}` : name));
  const rest = named.length - namedAtMost;
  return rest > 0 ? `${named.slice(0, namedAtMost).join(', ')} +${rest}` : named.join(', ');
}

function graphicRef(bundle: BundleView, graphic: GraphicView, recent: GraphicInstance[]): GraphicRef {
  const instances = recent
    .filter(({ closed }) => !closed)
    .sort((a, b) => Number(b.onAir) - Number(a.onAir) || a.openedAt - b.openedAt);
  const onAir = instances.filter((instance) => instance.onAir);
  const tally = onAir.length > 0 ? 'on-air' : instances.length > 0 ? 'ready' : 'not-open';
  return {
    id: graphic.url,
    bundle,
    graphic,
    instances,
    closed: recent.filter(({ closed }) => closed),
    onAir,
    tally,
    outOfDate: instances.some((instance) => instance.outOfDate),
  };
}
