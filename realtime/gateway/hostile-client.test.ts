import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { protocolVersion } from '#contract/protocol';
import { startTestGateway } from './test-gateway.ts';

describe('gateway, with a client that means ill', () => {
  let server: Awaited<ReturnType<typeof startTestGateway>>;

  beforeEach(async () => {
    server = await startTestGateway();
  });
  afterEach(async () => {
    await server.close();
  });

  const connect = (options?: Parameters<typeof server.connect>[0]) => server.connect(options);
  const page = { kind: 'graphic' as const, bundle: 'quiz', url: '/bundles/quiz/graphics/a.html' };

  it('[G1] refuses a page whose address is not one of ours: dashboards make a link of it', async () => {
    const refused = connect({ namespace: '/graphics', page: { ...page, url: 'javascript:alert(1)' } });
    await expect(refused).rejects.toMatchObject({ data: { code: 'invalid-request' } });
  });

  it('[G2] refuses another site’s image, which brings no Origin', async () => {
    const extraHeaders = { 'sec-fetch-site': 'cross-site' };
    await expect(connect({ transports: ['polling'], extraHeaders })).rejects.toBeInstanceOf(Error);
  });

  it.each([
    ['message', (deep: string) => `{"bundle":"quiz","name":"buzz","content":${deep}}`],
    ['subscribe', (deep: string) => `{"items":[{"namespace":"quiz","name":"x","declare":{"defaultValue":${deep}}}]}`],
  ])('[G13] refuses a %s nested so deep that nobody could encode it again', async (event, payload) => {
    const [wild, other] = [await connect(), await connect()];
    await other.request('listen', { items: [{ bundle: 'quiz', name: 'buzz' }] });
    const answer = new Promise<string>((resolve) =>
      wild.socket.io.engine.on('packet', ({ data }: { data?: unknown }) => {
        if (String(data).startsWith('3/dashboard,7')) resolve(String(data));
      }),
    );
    // emit() would end in a stack overflow here.
    wild.socket.io.engine.write(`2/dashboard,7["${event}",${payload('['.repeat(50_000) + ']'.repeat(50_000))}]`);
    expect(await answer).toContain('nested deeper');
    await other.request('ping', {});
    expect(other.items()).toEqual([]);
  });

  it('[G13] cuts off who sends binary data, which no JSON has', async () => {
    const [wild, other] = [await connect(), await connect()];
    await other.request('listen', { items: [{ bundle: 'quiz', name: 'buzz' }] });
    const ended = new Promise((resolve) => wild.socket.once('disconnect', resolve));
    wild.socket.emit('message', { bundle: 'quiz', name: 'buzz', content: Buffer.alloc(1_000) });
    await ended;
    await other.request('ping', {});
    expect(other.items()).toEqual([]);
  });

  it('[G14] lets a connection into a namespace once, however often one payload asks', async () => {
    const handshake = await (await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`)).text();
    const { sid } = JSON.parse(handshake.slice(1)) as { sid: string };
    const address = `${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    const knock = `40/graphics,${JSON.stringify({ protocol: protocolVersion, page })}`;
    await fetch(address, { method: 'POST', body: Array.from({ length: 50 }, () => knock).join('\u001e') });
    let heard = '';
    await expect.poll(async () => (heard += await (await fetch(address)).text()).split('44/graphics').length).toBe(50);
    expect(heard).toContain('"code":"too-many"');
    expect(server.graphics.list()).toHaveLength(1);
  });
});
