import type { Config } from '#server/config/config';
import { createAccess, type Access } from './access.ts';
import { createClientOf } from './client-of.ts';

export type { Access } from './access.ts';

/** Whoever is on this machine may do everything in open mode anyway, and a proxy there may say for whom it asks, as in NodeCG. */
const localProxies = ['127.0.0.0/8', '::1'];

export function createAccessOf({ allowedOrigins, authMode, host, nextAuthUrl, realtimeUrl, trustedProxies }: Config): Access {
  const mode: 'open' | 'login' = authMode;
  return createAccess(allowedOrigins, {
    mode,
    host,
    ownUrls: [nextAuthUrl, realtimeUrl].filter((url) => url !== undefined),
    clientOf: createClientOf(trustedProxies ?? (mode === 'open' ? localProxies : [])),
  });
}
