import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './test-eventually.ts';
import { createWorkshop, type Workshop } from './test-hosts.ts';
import { runOnGateway } from './test-real.ts';

let workshop: Workshop;
let server: Awaited<ReturnType<typeof runOnGateway>>;
beforeAll(async () => void (workshop = await createWorkshop()));
afterEach(() => server.close());
afterAll(() => workshop.remove());

const run = async (body: string, ...others: string[]) => {
  const groups = [body, ...others].map((code, index) => ({ [`io-${index}`]: code }));
  // Long texts keep a host busy on a busy machine; that isn't what is tested here.
  return (server = await runOnGateway(workshop, groups, { unresponsiveMs: 10_000, killMs: 20_000 }));
};

describe('nodecg.getSocketIOServer()', () => {
  it('[X24] answers events of clients, with acknowledgements, and emits to one, to all and to all others', async () => {
    const { connectNodecg } = await run(`
      const io = nodecg.getSocketIOServer();
      if (io !== nodecg.getSocketIOServer() || io.name !== '/' || io.on === undefined) throw new Error('no namespace');
      io.on('connection', (socket) => {
        socket.data.asked = 0;
        socket.on('sum', (a, b, ack) => { socket.data.asked += 1; ack(a + b, socket.data.asked); });
        socket.on('shout', (text) => { socket.emit('echo', text); socket.broadcast.emit('heard', text, socket.id); io.emit('all', text); });
        socket.once('once', (ack) => ack('yes'));
        socket.on('who', (ack) => ack({ headers: Object.keys(socket.handshake.headers).includes('host'), query: socket.handshake.query.seat, token: socket.handshake.query.token ?? null, known: io.sockets.get(socket.id) === socket }));
      });`);
    const [a, b] = [await connectNodecg({ query: { seat: 't', token: 'secret' } }), await connectNodecg()];
    expect(await a.ask('sum', 1, 2)).toEqual([3, 1]);
    expect(await a.ask('sum', 5, 5)).toEqual([10, 2]);
    expect(await b.ask('who')).toMatchObject([{ headers: true, known: true }]);
    expect(await a.ask('who')).toMatchObject([{ query: 't', token: null }]);
    a.socket.emit('shout', { deep: ['é'] });
    await eventually(() => [a.events, b.events]).toEqual([
      [
        ['echo', { deep: ['é'] }],
        ['all', { deep: ['é'] }],
      ],
      [
        ['heard', { deep: ['é'] }],
        ['all', { deep: ['é'] }],
      ],
    ]);
    expect(await a.ask('once')).toEqual(['yes']);
    expect((await a.ask('once'))[0]).toContain('does not know the event "once"');
    expect((await a.ask('nobody-listens'))[0]).toContain('does not know the event');
  });

  it('[X24] knows rooms: of its own making, and those that clients join by NodeCG’s protocol', async () => {
    const { connectNodecg } = await run(`
      const io = nodecg.getSocketIOServer();
      io.on('connection', (socket) => {
        socket.on('team', async (team, ack) => { await socket.join(team); ack([...socket.rooms].filter((room) => room !== socket.id)); });
        socket.on('part', (team, ack) => { socket.leave(team); ack(socket.rooms.has(team)); });
        socket.on('call', (team) => { socket.to(team).emit('called', 'others'); io.in(team).except('muted').emit('called', 'team'); });
        socket.on('members', async (team, ack) => ack((await io.in(team).fetchSockets()).length, io.adapter.rooms.get(team) ? io.adapter.rooms.get(team).size : 0));
      });`);
    const [a, b, c] = [await connectNodecg(), await connectNodecg(), await connectNodecg()];
    expect(await a.ask('team', 'red')).toEqual([['red']]);
    await b.ask('joinRoom', 'red');
    await b.ask('joinRoom', 'muted');
    expect(await c.ask('members', 'red')).toEqual([2, 2]);
    a.socket.emit('call', 'red');
    await eventually(() => a.heard('called')).toEqual(['team']);
    await eventually(() => b.heard('called')).toEqual(['others']);
    expect(c.heard('called')).toEqual([]);
    expect(await a.ask('part', 'red')).toEqual([false]);
    expect(await a.ask('members', 'red')).toEqual([1, 1]);
  });

  it('[X24] asks clients and gets their answers, with a time limit where it wants one', async () => {
    const { connectNodecg } = await run(`
      const io = nodecg.getSocketIOServer();
      io.on('connection', (socket) => {
        socket.on('go', (ack) => socket.emit('question', 6, (answer, more) => ack(answer, more)));
        socket.on('go-promise', async (ack) => ack(await socket.emitWithAck('question', 7)));
        socket.on('go-timeout', (ack) => socket.timeout(50).emit('silence', (error, answer) => ack(error && error.message, answer)));
        socket.on('go-all', (ack) => io.timeout(5000).emit('question', 8, (error, answers) => ack(error, answers)));
      });`);
    const [a, b] = [await connectNodecg(), await connectNodecg()];
    for (const client of [a, b])
      client.socket.on('question', (n: number, ack: (...args: unknown[]) => void) => ack(n * 7, 'more'));
    expect(await a.ask('go')).toEqual([42, 'more']);
    expect(await a.ask('go-promise')).toEqual([49]);
    expect(await a.ask('go-timeout')).toEqual(['operation has timed out', null]);
    expect(await b.ask('go-all')).toEqual([null, [56, 56]]);
  });

  it('[X24] hears who comes and goes, also who was there before, and can refuse and disconnect', async () => {
    const { connectNodecg, hosts, lines } = await run(`
      const io = nodecg.getSocketIOServer();
      io.use((socket, next) => (socket.handshake.query.bad ? next(new Error('bad')) : next()));
      io.on('connection', (socket) => {
        nodecg.log.info('hello', socket.id, socket.connected);
        socket.on('disconnect', (reason) => nodecg.log.info('bye', socket.id, reason, io.sockets.size));
        socket.on('kick', () => socket.disconnect());
        socket.on('crash', () => setImmediate(() => { throw new Error('later'); }));
      });`);
    const a = await connectNodecg();
    const id = a.socket.id;
    await eventually(() => lines).toContain(`info [io-0] hello ${id} true`);
    a.socket.emit('crash');
    await eventually(() => lines.filter((line) => line.includes('hello'))).toHaveLength(2);
    expect(hosts.statuses().get('io-0')?.restarts).toBe(1);
    const bad = await connectNodecg({ query: { bad: '1' } });
    await eventually(() => bad.socket.connected).toBe(false);
    a.socket.emit('kick');
    await eventually(() => a.socket.connected).toBe(false);
    await eventually(() => lines).toContain(`info [io-0] bye ${id} server namespace disconnect 0`);
  });

  it('[X24] asks nothing of clients before an extension uses it; several hosts hear the same, and the first answer counts', async () => {
    const listens = (name: string) =>
      `nodecg.getSocketIOServer().on('connection', (socket) => { socket.on('both', (ack) => ack('${name}')); socket.on('${name}', (ack) => ack('${name}')); socket.on('message', (m) => nodecg.log.info('${name}', m.messageName)); });`;
    const { connectNodecg, lines } = await run(
      listens('first'),
      listens('second'),
      `nodecg.listenFor('hi', (_, ack) => ack(null, 'from the message'));`,
    );
    const a = await connectNodecg();
    expect(await a.ask('first')).toEqual(['first']);
    expect(await a.ask('second')).toEqual(['second']);
    expect(['first', 'second']).toContain((await a.ask('both'))[0]);
    // NodeCG's own events go on working, and are heard besides.
    expect(await a.ask('message', { bundleName: 'io-2', messageName: 'hi' })).toEqual([null, 'from the message']);
    await eventually(() => lines).toEqual(expect.arrayContaining(['info [io-0] first hi', 'info [io-1] second hi']));
  });

  it('[X25] bounds what an extension sends, and cuts off a client that leaves it unread', async () => {
    const { connectNodecg, gateway } = await run(`
      const io = nodecg.getSocketIOServer();
      io.on('connection', (socket) => {
        socket.on('too-long', (ack) => { try { socket.emit('x', 'y'.repeat(9000000)); ack('sent'); } catch (error) { ack(error.message); } });
        socket.on('reserved', (ack) => { try { socket.emit('disconnect'); ack('sent'); } catch (error) { ack(error.message); } });
        socket.on('flood', (id) => { const text = 'z'.repeat(4000000); for (let n = 0; n < 20; n += 1) io.to(id).emit('flood', text); });
      });`);
    const [a, b] = [await connectNodecg(), await connectNodecg()];
    expect((await a.ask('too-long'))[0]).toContain('An event may have');
    expect((await a.ask('reserved'))[0]).toContain('reserved event name');
    const { id } = b.socket;
    // It doesn't read any more.
    (b.socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void } } }).ws._socket.pause();
    a.socket.emit('flood', id);
    await eventually(() => gateway.tally.cutOff['answers-unread']).toBe(1);
    expect((await a.ask('reserved'))[0]).toContain('reserved');
  });

  it('[X27] a client cannot end a host by names and arguments that bundles hand on; that is warned of once', async () => {
    const { connectNodecg, hosts, lines } = await run(`
      const io = nodecg.getSocketIOServer();
      io.on('connection', (socket) => {
        socket.on('join', (room) => socket.join(room));
        socket.on('leave', (room) => socket.leave(room));
        socket.on('to', (rooms, event) => { socket.to(rooms).emit(event); socket.emit(event); });
        socket.on('listen', (event) => { socket.on(event, () => undefined); });
        socket.on('many', (args) => socket.emit('many', ...args));
        socket.on('rooms', (ack) => ack([...socket.rooms].filter((room) => room !== socket.id), process.pid));
        socket.on('echo', (args, ack) => ack(...args));
      });`);
    const [a, b] = [await connectNodecg(), await connectNodecg()];
    const long = 'x'.repeat(2_000);
    const many = Array.from({ length: 1_001 }, (_, room) => String(room));
    for (const room of [long, many, 5]) a.socket.emit('join', room);
    for (const room of [long, { a: 1 }, 6]) a.socket.emit('leave', room);
    for (const rooms of [long, many, ['short']]) for (const event of [long, 7, 'short']) a.socket.emit('to', rooms, event);
    for (const event of [long, 8]) a.socket.emit('listen', event);
    a.socket.emit('many', many);
    expect((await a.ask('echo', many))[0]).toContain('does not know the event');
    expect(await a.ask('rooms')).toEqual([['5'], hosts.pids()['io-0']]);
    expect(await b.ask('rooms')).toEqual([[], hosts.pids()['io-0']]);
    expect(lines.filter((line) => line.includes('This is said once'))).toHaveLength(1);
  });
});
