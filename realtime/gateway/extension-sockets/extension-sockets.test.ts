import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SocketNews } from '../../extensions/host/sockets-protocol.ts';
import { createExtensionSockets, type ExtensionSockets, type SocketClient, type SocketHost } from './extension-sockets.ts';
import { roomCharacters } from './rooms.ts';

const handshake = () => ({
  headers: {},
  time: '',
  address: '',
  xdomain: false,
  secure: false,
  issued: 0,
  url: '',
  query: {},
  auth: {},
});
const clientOf = (id: string): SocketClient => ({
  ...{ id, handshake, may: () => true, send: () => undefined, ask: () => undefined, disconnect: () => undefined },
});

/** The near end of a host's line. */
function attach(sockets: ExtensionSockets) {
  const heard: SocketNews[] = [];
  const drains = new Set<() => void>();
  const state = { isReading: true };
  const host: SocketHost = sockets.attachHost(
    {
      send: (news) => void heard.push(news),
      offer: (news) => state.isReading && heard.push(news) > 0,
      onDrain(handler) {
        drains.add(handler);
        return () => drains.delete(handler);
      },
    },
    ['quiz'],
  );
  host.command({ do: 'open' });
  const drain = () => {
    state.isReading = true;
    for (const handler of [...drains]) handler();
  };
  return { host, heard, drains, state, drain, moves: () => heard.filter((news) => news.do === 'moved' || news.do === 'rooms') };
}

describe('rooms of clients that extensions know', () => {
  let sockets: ExtensionSockets;
  let line: ReturnType<typeof attach>;
  beforeEach(() => {
    sockets = createExtensionSockets();
    line = attach(sockets);
    sockets.connected(clientOf('c'));
  });
  const to = { rooms: ['c'], except: [] };

  it('[X27] tells a host only what has changed, once per client and turn, and nothing for a room it is in already', async () => {
    for (let count = 0; count < 500; count += 1) for (const room of ['red', 'blue']) sockets.joined('c', room);
    await nextTurn();
    expect(line.moves()).toEqual([{ do: 'moved', id: 'c', joined: ['red', 'blue'], left: [] }]);
    for (let count = 0; count < 500; count += 1) sockets.joined('c', 'red');
    await nextTurn();
    expect(line.moves()).toHaveLength(1);
  });

  it('[X27] tells of a move before the next event, and other hosts what one host has moved', async () => {
    const other = attach(sockets);
    line.host.command({ do: 'hear', event: 'x' });
    sockets.joined('c', 'red');
    sockets.receive('c', 'x', [], undefined);
    expect(line.heard.slice(-2).map((news) => news.do)).toEqual(['moved', 'event']);
    line.host.command({ do: 'leave', to, rooms: ['red', 'never'] });
    await nextTurn();
    expect(line.moves()).toHaveLength(1);
    expect(other.moves().at(-1)).toEqual({ do: 'moved', id: 'c', joined: [], left: ['red'] });
  });

  it('[X27] bounds the characters of a client’s rooms; the host that moved it there hears that it is not', async () => {
    for (let room = 0; room < 100; room += 1) sockets.joined('c', String(room).padEnd(1_024, 'r'));
    await nextTurn();
    const [moves] = line.moves();
    const rooms = moves?.do === 'moved' ? moves.joined : [];
    expect(rooms).toHaveLength(63);
    expect(rooms.join('').length).toBeLessThanOrEqual(roomCharacters);
    line.host.command({ do: 'join', to, rooms: ['z'.repeat(1_024)] });
    await nextTurn();
    expect(line.moves().at(-1)).toEqual({ do: 'moved', id: 'c', joined: [], left: ['z'.repeat(1_024)] });
  });

  it('[X27] keeps nothing but a mark for a host that does not read, and tells it everything once when it does', async () => {
    line.state.isReading = false;
    for (let room = 0; room < 50; room += 1) {
      sockets.joined('c', `room ${room}`);
      await nextTurn();
    }
    expect(line.moves()).toEqual([]);
    expect(line.drains.size).toBe(1);
    line.drain();
    await nextTurn();
    const moves = line.moves();
    expect(moves).toHaveLength(1);
    expect(moves[0]?.do === 'rooms' && moves[0].rooms).toHaveLength(51);
    expect(line.drains.size).toBe(0);
    // Said before the whole was heard, which has undone it there.
    line.host.command({ do: 'join', to, rooms: ['mine'] });
    await nextTurn();
    expect(line.moves().at(-1)).toEqual({ do: 'moved', id: 'c', joined: ['mine'], left: [] });
    line.state.isReading = false;
    sockets.joined('c', 'later');
    await nextTurn();
    line.host.closed();
    expect(line.drains.size).toBe(0);
  });
});
