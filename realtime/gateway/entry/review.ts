import type { FanoutClient } from '../../fanout/client.ts';

/** Whether a client may still have everything that it follows and listens to, in the form in which it gets it. */
export function mayKeepAll({ permits, subscriptions, listens }: FanoutClient): boolean {
  if (permits.isFree) return true;
  for (const { channel, view } of subscriptions.values()) {
    if (!permits.mayRead(channel.key)) return false;
    if ((view === undefined) !== (permits.viewOf(channel.key) === undefined)) return false;
  }
  for (const listenKey of listens) {
    const [bundle = '', name = ''] = listenKey.split('\u0000');
    if (!permits.allows('bundle.see', { kind: 'message', bundle, name })) return false;
  }
  return true;
}
