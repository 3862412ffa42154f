import type { GraphicCommand, GraphicInstance } from '#contract/graphic';

/** NodeCG's events for a command; its pages compare the payload with themselves. Where NodeCG has no event for all that are meant, each instance gets one. */
export function commandEvents(
  { command, bundle, url, instanceId }: GraphicCommand,
  instances: () => GraphicInstance[],
): [event: string, payload: unknown][] {
  if (command === 'reload' && instanceId === undefined && url !== undefined)
    return [['graphic:refreshAll', { url, ...(bundle === undefined ? {} : { bundleName: bundle }) }]];
  if (command === 'reload' && instanceId === undefined && bundle !== undefined) return [['graphic:bundleRefresh', bundle]];
  const event = command === 'reload' ? 'graphic:refresh' : 'graphic:kill';
  if (instanceId !== undefined) return [[event, { socketId: instanceId }]];
  return instances()
    .filter((instance) => (bundle === undefined || instance.bundle === bundle) && (url === undefined || instance.url === url))
    .map(({ id, url: pathName, bundle: bundleName }) => [event, { socketId: id, pathName, bundleName }]);
}
