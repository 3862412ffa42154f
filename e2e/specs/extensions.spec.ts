import { expect, test } from '../fixtures/test.ts';
import type { BundleView } from '../../src/contract/bundle.ts';
import type { WireClient } from '../fixtures/client.ts';
import { isAlive } from '../fixtures/server.ts';

test.use({ bundles: ['live-score', 'crasher'], env: { ROLES: 'gateway,extensions' } });

async function crasherOf(client: WireClient): Promise<BundleView> {
  const { value } = await client.read('nodecg', 'bundle-views');
  return (value as unknown as BundleView[]).find(({ name }) => name === 'crasher')!;
}

async function crasherPid(client: WireClient): Promise<number> {
  const reply = await client.request('message', { bundle: 'crasher', name: 'pid', content: null, expectReply: true });
  return reply.ok ? (reply.value.value as number) : Promise.reject(new Error(reply.error.message));
}

for (const way of ['throw', 'throw-later', 'exit', 'spin', 'eat'])
  test(`[E20] an extension that does "${way}" hurts no graphic, is shown, and comes back`, async ({ server, page, connect }) => {
    await page.goto(`${server.url}/bundles/live-score/graphics/bug.html`);
    await expect(page.locator('#counter')).toHaveText('0');
    const client = await connect();
    const pid = await crasherPid(client);
    await client.request('message', { bundle: 'crasher', name: way, content: null });

    // Air goes on while it is down.
    for (let n = 1; n <= 20; n += 1) {
      expect(await client.set('live-score', 'counter', { n })).toMatchObject({ ok: true });
      await expect(page.locator('#counter')).toHaveText(String(n));
    }
    expect(await (await fetch(`${server.url}/ready`)).json()).toMatchObject({ ready: true });

    if (way === 'spin')
      await expect.poll(async () => (await crasherOf(client)).extension.state, { timeout: 20_000 }).toBe('unresponsive');
    await expect.poll(async () => (await crasherOf(client)).extension.restarts, { timeout: 40_000 }).toBeGreaterThanOrEqual(1);
    await expect.poll(async () => (await crasherOf(client)).extension.state, { timeout: 40_000 }).toBe('running');
    expect((await crasherOf(client)).extension.lastError?.message).toBeTruthy();
    expect(await crasherPid(client)).not.toBe(pid);
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
