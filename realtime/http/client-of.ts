import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Who is at the other end of a request, and by which address they called us. */
export type Client = {
  /** Their IP address: of an IPv4 client without `::ffff:`. */
  address: string;
  protocol: 'http' | 'https';
  /** What they call us, with the port where it isn't the usual one. */
  host: string;
  /** True: a proxy that we trust asks for them. */
  isForwarded: boolean;
};

export type ClientOf = ((request: IncomingMessage) => Client) & { isProxy(address: string): boolean };

/** What a request's headers may say only where a proxy that we trust has written it. */
export const forwardedHeaders: ReadonlySet<string> = new Set([
  ...['forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-ssl'],
  ...['x-forwarded-scheme', 'x-forwarded-server', 'x-forwarded-prefix', 'x-real-ip', 'x-client-ip', 'x-original-host'],
]);

/**
 * The one way to find out where a request comes from. `X-Forwarded-…` counts only where the connection comes from one of `trusted`
 * (addresses or CIDRs), and of a chain of proxies only what trusted ones have added: whatever a client sends itself is to the left of it.
 * The answer is remembered with the request, so the headers may be rewritten afterwards.
 */
export function createClientOf(trusted: readonly string[]): ClientOf {
  const proxies = blockListOf(trusted);
  const isTrusted = (address: string): boolean => isListed(proxies, address);
  const known = new WeakMap<IncomingMessage, Client>();
  const clientOf = (request: IncomingMessage): Client => {
    const before = known.get(request);
    if (before) return before;
    const client = read(request, isTrusted);
    known.set(request, client);
    return client;
  };
  return Object.assign(clientOf, { isProxy: isTrusted });
}

function read({ headers, socket }: IncomingMessage, isTrusted: (address: string) => boolean): Client {
  const peer = plainAddress(socket.remoteAddress ?? '');
  const own = { address: peer, protocol: 'encrypted' in socket ? 'https' : 'http', host: headers.host ?? '' } as const;
  if (!isTrusted(peer)) return { ...own, isForwarded: false };
  const chain = listOf(headers['x-forwarded-for']);
  if (chain.length === 0)
    return { ...own, protocol: protocolOf(headers['x-forwarded-proto']) ?? own.protocol, isForwarded: false };
  const protocol = protocolOf(headers['x-forwarded-proto']) ?? own.protocol;
  const host = listOf(headers['x-forwarded-host']).at(-1) ?? own.host;
  return { address: clientAddress(chain, peer, isTrusted), protocol, host, isForwarded: true };
}

/** From the right: what the proxy before us has seen, as far back as proxies are ours. Rubbish ends it. */
function clientAddress(chain: readonly string[], peer: string, isTrusted: (address: string) => boolean): string {
  let address = peer;
  for (const entry of chain.toReversed()) {
    const next = plainAddress(entry.replace(/^\[([^\]]+)\](:\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1'));
    if (isIP(next) === 0) return address;
    address = next;
    if (!isTrusted(next)) return next;
  }
  return address;
}

function protocolOf(header: string | string[] | undefined): Client['protocol'] | undefined {
  const told = listOf(header).at(-1)?.toLowerCase();
  if (told === 'https' || told === 'wss') return 'https';
  return told === 'http' || told === 'ws' ? 'http' : undefined;
}

function listOf(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  // The end is what counts: proxies add there, and what is before it may be a client's, however long.
  return text
    .slice(-2_000)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Without the prefix by which a dual-stack socket shows IPv4, and without a zone. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '');
}

function blockListOf(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

function isListed(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}
