import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { failure, success, type Result } from '#contract/result';
import type { Config } from '#server/config/config';
import { sendToHttps } from './https-only.ts';

export type TlsMaterial = { key: Buffer; cert: Buffer; passphrase?: string; allowHttp: boolean };

/** The first byte of a TLS handshake; no HTTP request begins with it. */
const handshake = 0x16;
/** Who connects and says nothing is cut off after this. */
const silenceMs = 10_000;

/** Reads key and certificate and tries them. Fails with a message for a person that names the file. */
export async function readTls(tls: NonNullable<Config['tls']>): Promise<Result<TlsMaterial, string>> {
  const files = [
    ['ssl.keyPath', tls.keyFile],
    ['ssl.certificatePath', tls.certificateFile],
  ] as const;
  const read: Buffer[] = [];
  for (const [field, file] of files) {
    try {
      read.push(await readFile(file));
    } catch (error) {
      return failure(
        `"${field}": ${file} can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}). Correct the path, or set "ssl.enabled" to false.`,
      );
    }
  }
  const [key = Buffer.alloc(0), cert = Buffer.alloc(0)] = read;
  const { passphrase, allowHttp } = tls;
  const material = { key, cert, allowHttp, ...(passphrase === undefined ? {} : { passphrase }) };
  try {
    createSecureContext(material);
    return success(material);
  } catch (error) {
    return failure(
      `"ssl": the key, the certificate and the passphrase don't belong together: ${(error as Error).message}. Correct them, or set "ssl.enabled" to false.`,
    );
  }
}

/**
 * An HTTPS server. What a connection speaks is seen from its first byte: with `allowHttp` HTTP is answered on the same port, as NodeCG does
 * it; else it is shown the way to HTTPS, and never gets to the server itself.
 */
export function createTlsServer({ allowHttp, ...material }: TlsMaterial, options: https.ServerOptions): http.Server {
  const server = https.createServer({ ...options, ...material, ALPNProtocols: ['http/1.1'], handshakeTimeout: silenceMs });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  const plain = allowHttp ? undefined : createSignpost();
  const encrypted = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const forget = () => socket.destroy();
    socket.once('error', forget);
    socket.setTimeout(silenceMs, forget);
    socket.once('readable', () => {
      socket.setTimeout(0, undefined);
      socket.off('timeout', forget);
      const first = socket.read(1) as Buffer | null;
      if (!first) return forget();
      socket.unshift(first);
      socket.off('error', forget);
      if (first[0] === handshake) for (const listener of encrypted) listener.call(server, socket);
      else if (plain) showTheWay(plain, socket);
      else server.emit('secureConnection', socket);
    });
  });
  return server;
}

/** Says where the server is, and nothing else. */
function createSignpost(): http.Server {
  const signpost = http.createServer({ keepAliveTimeout: 1 });
  signpost.on('request', (request, response) => sendToHttps(request, response));
  signpost.on('upgrade', (_request, socket) => socket.destroy());
  signpost.on('clientError', (_error, socket) => socket.destroy());
  return signpost;
}

/** A server that doesn't listen itself looks at no time-outs of its own. */
function showTheWay(signpost: http.Server, socket: Socket): void {
  const end = setTimeout(() => socket.destroy(), silenceMs);
  socket.once('close', () => clearTimeout(end));
  signpost.emit('connection', socket);
}
