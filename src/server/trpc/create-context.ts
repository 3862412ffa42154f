import { readCredentials } from '#contract/credentials';
import type { Origin } from '#contract/audit';
import type { Asked } from '#contract/identity';
import type { GatewayClient } from '#server/gateway-client/types';
import { isSameOrigin, type Context } from './context.ts';

/** The gateway, for Next itself or in somebody's name. */
export type GatewayFor = (asked?: Asked) => GatewayClient;

/** The context of a request: the gateway says who its cookie or token belongs to. */
export async function createContext(gatewayFor: GatewayFor, headers: Headers): Promise<Context> {
  const origin = originOf(headers);
  const { identity } = gatewayFor();
  const credentials = readCredentials({ cookie: headers.get('cookie'), authorization: headers.get('authorization') });
  const { mode, asker } = await identity.authenticate({ credentials, origin });
  const asked = asker && { asker, origin };
  return { gateway: gatewayFor(asked), forEverybody: identity, asked, origin, mode, sameOrigin: isSameOrigin(headers, mode) };
}

/** The front door says where a request came from. */
export function originOf(headers: Headers): Origin {
  const address = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return { address: address.replace(/^::ffff:/, '').slice(0, 64), userAgent: (headers.get('user-agent') ?? '').slice(0, 512) };
}
