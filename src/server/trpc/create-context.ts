import type { Origin } from '#contract/audit';
import type { Asked, Credentials } from '#contract/identity';
import type { GatewayClient } from '#server/gateway-client/types';
import { isSameOrigin, type Context } from './context.ts';

/** The gateway, for Next itself or in somebody's name. */
export type GatewayFor = (asked?: Asked) => GatewayClient;

/** The context of a request: the gateway says who its cookie or token belongs to. */
export async function createContext(gatewayFor: GatewayFor, headers: Headers): Promise<Context> {
  const origin = originOf(headers);
  const { identity } = gatewayFor();
  const { mode, asker } = await identity.authenticate({ credentials: credentialsOf(headers), origin });
  const asked = asker && { asker, origin };
  return { gateway: gatewayFor(asked), forEverybody: identity, asked, origin, mode, sameOrigin: isSameOrigin(headers) };
}

/** The front door says where a request came from. */
export function originOf(headers: Headers): Origin {
  const address = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return { address: address.replace(/^::ffff:/, '').slice(0, 64), userAgent: (headers.get('user-agent') ?? '').slice(0, 512) };
}

const cookieNames = ['__Secure-next-auth.session-token', 'next-auth.session-token'];

/** What of a request shows who asks. NextAuth cuts a long cookie into `.0`, `.1`, … */
export function credentialsOf(headers: Headers): Credentials {
  const cookies = new Map(
    (headers.get('cookie') ?? '').split(';').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return at < 0 ? ['', ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
  const sessionToken = cookieNames.map((name) => cookies.get(name) ?? joined(cookies, name)).find((value) => value !== '');
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  return { ...(sessionToken === undefined ? {} : { sessionToken }), ...(bearer === undefined ? {} : { bearer }) };
}

function joined(cookies: ReadonlyMap<string, string>, name: string): string {
  let value = '';
  for (let index = 0; cookies.has(`${name}.${index}`); index++) value += cookies.get(`${name}.${index}`) ?? '';
  return value;
}
