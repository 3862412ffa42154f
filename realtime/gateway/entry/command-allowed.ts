import type { GraphicCommand, GraphicInstance } from '#contract/graphic';
import type { GraphicService } from '#services/graphic/index';
import type { Permits } from './permits.ts';

/**
 * Gives a command to those of the graphics that it means which this connection may steer, and answers how many that are. Undefined: it
 * names what may not be steered.
 */
export function commandAllowed(
  command: GraphicCommand,
  permits: Pick<Permits, 'isFree' | 'allows'>,
  graphics: Pick<GraphicService, 'command' | 'list'>,
): number | undefined {
  if (permits.isFree) return graphics.command(command);
  const { bundle, url } = command;
  const may = (instance: Pick<GraphicInstance, 'bundle' | 'url'>): boolean =>
    permits.allows('graphic.command', { kind: 'graphic', bundle: instance.bundle, name: instance.url });
  if (bundle !== undefined && url !== undefined && !may({ bundle, url })) return undefined;
  const meant = graphics.list().filter((instance) => isMeant(command, instance));
  const allowed = meant.filter(may);
  // Nothing that is open, or nothing that one may know of: the same answer, and for who may steer the bundle as a whole none was open.
  if (allowed.length === 0) return mayAny(permits, bundle) ? 0 : undefined;
  if (allowed.length === meant.length && bundle !== undefined) return graphics.command(command);
  return allowed.reduce((reached, { id }) => reached + graphics.command({ command: command.command, instanceId: id }), 0);
}

function mayAny(permits: Pick<Permits, 'allows'>, bundle: string | undefined): boolean {
  return bundle === undefined
    ? permits.allows('graphic.command', { kind: 'server' })
    : permits.allows('graphic.command', { kind: 'bundle', bundle });
}

function isMeant({ bundle, url, instanceId }: GraphicCommand, instance: GraphicInstance): boolean {
  return (
    (bundle === undefined || bundle === instance.bundle) &&
    (url === undefined || url === instance.url) &&
    (instanceId === undefined || instanceId === instance.id)
  );
}
