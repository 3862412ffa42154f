import type { BundleView } from '#contract/bundle';
import type { Log } from '#ports/log';

/** Graphics listed at start: a crew with hundreds finds the rest on the graphics page. */
const listedGraphics = 20;

/** The last lines of a start: where to go, and what needs somebody. */
export function announce(
  log: Log,
  { url, bundles, hasWeb, tookMs }: { url: string; bundles: BundleView[]; hasWeb: boolean; tookMs: number },
): void {
  for (const { name, state, problems } of bundles) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (state === 'failed' || state === 'blocked')
      log.warn(`Bundle ${name} is ${state}: ${errors.map(describeProblem).join(' ') || 'see the bundles page.'}`);
  }
  const graphics = bundles.flatMap((bundle) => bundle.graphics.map((graphic) => ({ bundle: bundle.name, ...graphic })));
  log.info(`Ready after ${(tookMs / 1000).toFixed(1)} s. Open:`);
  if (hasWeb) log.info(`  Dashboard  ${url}/`);
  for (const { bundle, title, url: path } of graphics.slice(0, listedGraphics))
    log.info(`  Graphic    ${url}${path}  (${bundle}: ${title})`);
  if (graphics.length > listedGraphics)
    log.info(`  … and ${graphics.length - listedGraphics} more graphics, listed in the dashboard.`);
}

function describeProblem({ file, field, message, fix }: BundleView['problems'][number]): string {
  const place = [file, field].filter((part) => part !== undefined).join(' ');
  return `${place ? `${place}: ` : ''}${message}${fix ? ` ${fix}` : ''}`;
}
