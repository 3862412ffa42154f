import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './test-eventually.ts';
import { createWorkshop, type Workshop } from './test-hosts.ts';
import { runOnGateway } from './test-real.ts';

let workshop: Workshop;
let server: Awaited<ReturnType<typeof runOnGateway>>;
beforeAll(async () => void (workshop = await createWorkshop()));
afterEach(() => server.close());
afterAll(() => workshop.remove());

async function run(body: string) {
  server = await runOnGateway(workshop, [{ quiz: body }]);
  const client = await server.connectNodecg();
  const say = (messageName: string, content: unknown = null) =>
    client.ask('message', { bundleName: 'quiz', messageName, content });
  return { ...server, client, say };
}

describe('messages of an extension and NodeCG’s clients', () => {
  it('[C2] [C3] [C4] [X15] go both ways, without an answer being asked for by the extension', async () => {
    const { client, say } = await run(
      `nodecg.listenFor('ping', (content) => { const answer = nodecg.sendMessage('pong', content); if (answer !== undefined) throw new Error('not undefined'); nodecg.sendMessageToBundle('bare', 'other'); nodecg.constructor.sendMessageToBundle('static', 'other', 1); });`,
    );
    void say('ping', { deep: [1] });
    await eventually(() => client.heard('message')).toEqual([
      { bundleName: 'quiz', messageName: 'pong', content: { deep: [1] } },
      { bundleName: 'other', messageName: 'bare' },
      { bundleName: 'other', messageName: 'static', content: 1 },
    ]);
  });

  it('[C6] [C12] [X15] all listeners run in order and share one acknowledgement, which works once', async () => {
    const { say } = await run(`
      const seen = [];
      nodecg.listenFor('m', (_, ack) => { seen.push('one', ack.handled); if (ack && !ack.handled) ack(null, 'first'); seen.push(ack.handled); });
      nodecg.listenFor('m', (_, ack) => { seen.push('two', ack.handled); try { ack(null, 'second'); } catch (error) { seen.push(error.message); } });
      nodecg.listenFor('seen', (_, ack) => ack(null, seen));`);
    expect(await say('m')).toEqual([null, 'first']);
    expect(await say('seen')).toEqual([null, ['one', false, true, 'two', true, 'Acknowledgement already handled']]);
  });

  it('[C7] [C8] [C9] [C10] [X15] acknowledgements arrive as NodeCG sends them: errors with their fields, without stack and paths', async () => {
    const { say, lines } = await run(`
      nodecg.listenFor('null', (_, ack) => ack(null));
      nodecg.listenFor('empty', (_, ack) => ack());
      nodecg.listenFor('value', (_, ack) => ack(null, { a: undefined, b: new Date(0) }));
      nodecg.listenFor('error', (_, ack) => { const error = Object.assign(new RangeError('too far'), { code: 'E_FAR', detail: { limit: 3 }, big: 1n, fn() {} }); error.self = error; ack(error); });
      nodecg.listenFor('file', (_, ack) => require('fs').readFile(process.cwd() + '/cfg/no.json', (error) => ack(error)));
      nodecg.listenFor('text', (_, ack) => ack('just text'));
      nodecg.listenFor('object', (_, ack) => ack({ reason: 7 }));`);
    expect(await say('null')).toEqual([null, null]);
    expect(await say('empty')).toEqual([null, null]);
    expect(await say('value')).toEqual([null, { b: '1970-01-01T00:00:00.000Z' }]);
    expect(await say('error')).toEqual([{ name: 'RangeError', message: 'too far', code: 'E_FAR', detail: { limit: 3 } }]);
    expect((await say('file'))[0]).toMatchObject({
      code: 'ENOENT',
      path: 'cfg/no.json',
      message: expect.stringContaining("open 'cfg/no.json'") as string,
    });
    expect(await say('text')).toEqual(['just text']);
    expect(await say('object')).toEqual([{ reason: 7 }]);
    expect(lines.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  it('[C13] [X15] a raw socket that asked for nothing: the acknowledgement is there, calling it throws, and ends no host', async () => {
    const { client, say, hosts, lines } = await run(`
      nodecg.listenFor('bare', (_, ack) => { nodecg.log.info('heard', typeof ack, ack.handled); ack(null, 1); nodecg.log.info('not reached'); });
      nodecg.listenFor('later', (_, ack) => setTimeout(() => ack(null, 1), 1));
      nodecg.listenFor('alive', (_, ack) => ack(null, 'yes'));`);
    client.socket.emit('message', { bundleName: 'quiz', messageName: 'bare' });
    client.socket.emit('message', { bundleName: 'quiz', messageName: 'later' });
    await eventually(() => lines.filter((line) => line.includes('asked for no acknowledgement'))).toHaveLength(2);
    expect(await say('alive')).toEqual([null, 'yes']);
    expect(lines.filter((line) => line.includes('reached'))).toEqual([]);
    expect(lines).toContain('info [quiz] heard function false');
    expect(hosts.statuses().get('quiz')).toMatchObject({ state: 'running', restarts: 0 });
  });
});
