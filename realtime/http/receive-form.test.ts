import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { success } from '#contract/result';
import type { AssetUpload } from '#services/asset/index';
import { receiveForm } from './receive-form.ts';

function requestOf(disposition: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.headers = { 'content-type': 'multipart/form-data; boundary=b' };
  request.push(
    `--b\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n--b--\r\n`,
  );
  request.push(null);
  request.complete = true;
  return request;
}

const upload = (add: AssetUpload['add']): AssetUpload => ({
  add,
  finish: () => Promise.resolve(success(null)),
  discard: () => Promise.resolve(),
});

test('A6 a file without a name is refused', async () => {
  const received = await receiveForm(
    requestOf('name="file"'),
    upload((name) => Promise.resolve(success((name.normalize('NFC'), null)))),
  );
  expect(received).toMatchObject({ ok: false, error: { code: 'malformed' } });
});

test('A6 an upload that throws ends the request with an error', async () => {
  const received = await receiveForm(
    requestOf('name="file"; filename="a.png"'),
    upload(() => Promise.reject(new Error('boom'))),
  );
  expect(received).toMatchObject({ ok: false, error: { code: 'unwritable' } });
});

test('A6 a client that has left before its form is read ends the upload', async () => {
  const request = requestOf('name="file"; filename="a.png"');
  request.destroy();
  const received = await receiveForm(
    request,
    upload(() => Promise.resolve(success(null))),
  );
  expect(received).toMatchObject({ ok: false, error: { code: 'interrupted' } });
});
