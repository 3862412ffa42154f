import { describe, expect, it } from 'vitest';
import type { IncomingMessage } from 'node:http';
import { isClientScript } from '../gateway/pass-by.ts';
import { isPublicFile } from './public-files.ts';

describe('public files', () => {
  it.each(['/socket.io/socket.io.js', '/socket.io/socket.io.min.js'])('has %s, which Socket.IO leaves to it', (path) => {
    expect(isPublicFile(path)).toBe(true);
    expect(isClientScript({ url: `${path}?v=1` } as IncomingMessage)).toBe(true);
  });

  it.each(['/socket.io/socket.io.esm.min.js', '/socket.io/socket.io.js.map', '/socket.io/', '/socket.io/socket.io_min.js'])(
    'leaves %s to Socket.IO',
    (path) => {
      expect(isPublicFile(path)).toBe(false);
      expect(isClientScript({ url: path } as IncomingMessage)).toBe(false);
    },
  );
});
