import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { expect, test } from '../fixtures/test.ts';

test.use({ bundles: ['sponsor-reel'] });

test('[E360] a form that doesn’t say how long it is comes whole, or leaves nothing', async ({ server }) => {
  const send = (names: string[], content: string, end: string) => {
    const parts = names.map((name) => `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${content}`);
    const headers = { 'content-type': 'multipart/form-data; boundary=b', 'transfer-encoding': 'chunked' };
    const sent = request({
      host: '127.0.0.1',
      port: server.port,
      method: 'POST',
      path: '/assets/sponsor-reel/anything',
      headers,
    });
    sent.on('error', () => undefined).write(parts.join('\r\n') + end);
    return sent;
  };
  const content = 'long'.repeat(500_000);
  const status = await new Promise<number | undefined>((resolve) => {
    send(['a.bin', 'b.bin'], content, '\r\n--b--\r\n')
      .on('response', ({ statusCode }) => resolve(statusCode))
      .end();
  });
  expect(status).toBe(200);
  const folder = path.join(server.root, 'assets/sponsor-reel/anything');
  for (const name of ['a.bin', 'b.bin']) expect(readFileSync(path.join(folder, name), 'utf8') === content).toBe(true);
  const cut = send(['c.bin'], content, '');
  await expect.poll(() => readdirSync(folder).length).toBe(3);
  cut.destroy();
  await expect.poll(() => readdirSync(folder).sort()).toEqual(['a.bin', 'b.bin']);
});
