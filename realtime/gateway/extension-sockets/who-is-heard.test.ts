import { expect, it } from 'vitest';
import type { SocketNews } from '../../extensions/host/sockets-protocol.ts';
import { withoutSecrets } from '../entry/handshake.ts';
import { createExtensionSockets, type SocketClient } from './extension-sockets.ts';

const handshake = {
  headers: {
    'user-agent': 'OBS',
    cookie: 'theme=dark; next-auth.session-token=s3cret; nodecg-next.key=s3cret',
    authorization: 'Bearer s3cret',
  },
  time: '',
  address: '',
  xdomain: false,
  secure: false,
  issued: 0,
  url: '/socket.io/?EIO=4&token=s3cret&key=s3cret',
  query: { EIO: '4', token: 's3cret', key: 's3cret' },
  auth: { token: 's3cret', ticket: 's3cret', mood: 'good' },
};

/** A client that may do this with `quiz`, and nothing with anything else; what it was sent is in `got`. */
function clientOf(id: string, allowed: 'hear' | 'be-heard' | undefined) {
  const got: string[] = [];
  const client: SocketClient = {
    id,
    handshake: () => withoutSecrets(handshake),
    may: (what, bundles) => what === allowed && bundles.includes('quiz'),
    send: ({ text }) => void got.push(text),
    ask: (event, _args, answer) => (got.push(event), answer(['yes'])),
    disconnect: () => undefined,
  };
  return { client, got };
}

it('[G31] an extension hears clients that may steer one of its host’s bundles, and reaches those that may see one', () => {
  const sockets = createExtensionSockets();
  const heard: SocketNews[] = [];
  const line = { send: (news: SocketNews) => void heard.push(news), offer: (news: SocketNews) => heard.push(news) > 0 };
  const host = sockets.attachHost({ ...line, onDrain: () => () => undefined }, ['quiz']);
  const [steers, sees, neither] = [clientOf('steers', 'be-heard'), clientOf('sees', 'hear'), clientOf('neither', undefined)];
  for (const { client } of [steers, sees, neither]) sockets.connected(client);
  host.command({ do: 'open' });
  host.command({ do: 'hear', event: 'buzz' });
  for (const { client } of [steers, sees, neither]) sockets.receive(client.id, 'buzz', [], undefined);
  expect(heard.flatMap((news) => (news.do === 'event' ? [news.id] : []))).toEqual(['steers']);
  for (const { client } of [steers, sees, neither]) {
    const to = { rooms: [client.id], except: [] };
    host.command({ do: 'emit', to, event: 'go', args: [] });
    host.command({ do: 'emit', to, event: 'sure?', args: [], ackId: 1 });
  }
  expect([steers.got, sees.got, neither.got]).toEqual([[], ['2["go"]', 'sure?'], []]);
});

it('[G31] a handshake that an extension looks at shows no session, token or key', () => {
  const seen = withoutSecrets(handshake);
  expect(JSON.stringify(seen)).not.toContain('s3cret');
  expect([seen.headers['user-agent'], seen.headers.cookie, seen.query.EIO, seen.auth.mood]).toEqual([
    'OBS',
    'theme=dark',
    '4',
    'good',
  ]);
});
