import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { afterEach, expect, it } from 'vitest';
import type { AppRouter } from '#trpc/router';
import { de } from '../_ui/texts/de.ts';
import { translateRefusals } from './translate-refusals.ts';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

/** What a German page is told when a server answers like this. */
async function toldBy(status: number, body: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status, { connection: 'close' }).end(body));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createTRPCClient<AppRouter>({ links: [translateRefusals(de), httpBatchLink({ url })] });
  return client.viewer.get.query().then(
    () => 'nothing',
    (error: Error) => error.message,
  );
}

it('tells a refusal of the server in the reader’s language', async () => {
  const message = 'This key was revoked already.';
  const error = { message, code: -32004, data: { code: 'NOT_FOUND', httpStatus: 404 } };
  expect(await toldBy(404, JSON.stringify([{ error }]))).toBe('Dieser Schlüssel ist schon zurückgezogen.');
});

it('tells in words that nothing of ours answered, or that somebody was held up', async () => {
  expect(await toldBy(503, '<!DOCTYPE html><p>starting')).toBe(de.signIn.refusals.offline);
  expect(await toldBy(403, '{"ok":false,"error":{"code":"forbidden"}}')).toBe(de.errors.refused);
  expect(await toldBy(429, '{"ok":false,"error":{"code":"too-many"}}')).toBe(de.signIn.refusals.tooMany);
});
