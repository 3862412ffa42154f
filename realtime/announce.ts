import type { BundleView } from '#contract/bundle';
import type { Log } from '#ports/log';

/** Graphics listed at start: a crew with hundreds finds the rest on the graphics page. */
const listedGraphics = 20;

/** The last lines of a start: where to go, and what needs somebody. */
export function announce(
  log: Log,
  {
    url,
    bundles,
    hasWeb,
    tookMs,
    inTheClear,
  }: { url: string; bundles: BundleView[]; hasWeb: boolean; tookMs: number; inTheClear?: string | undefined },
): void {
  // Why is in the log already.
  const down = bundles.filter(({ state }) => state === 'failed' || state === 'blocked').map(({ name }) => name);
  if (down.length > 0) log.warn(`Bundles that don't run: ${down.join(', ')}. The lines above and the bundles page say why.`);
  const graphics = bundles.flatMap((bundle) => bundle.graphics.map((graphic) => ({ bundle: bundle.name, ...graphic })));
  if (inTheClear !== undefined) log.warn(inTheClear);
  log.info(`Ready after ${(tookMs / 1000).toFixed(1)} s. Open:`);
  if (hasWeb) log.info(`  Dashboard  ${url}/`);
  for (const { bundle, title, url: path } of graphics.slice(0, listedGraphics))
    log.info(`  Graphic    ${url}${path}  (${bundle}: ${title})`);
  if (graphics.length > listedGraphics)
    log.info(`  … and ${graphics.length - listedGraphics} more graphics, listed in the dashboard.`);
}
