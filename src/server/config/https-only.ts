import type { Config } from './config.ts';

/** Whether people reach this server by HTTPS and by nothing else: its address says so, or it speaks TLS itself and was not told to take HTTP, too. */
export function isHttpsOnly({ dev, nextAuthUrl, tls }: Pick<Config, 'dev' | 'nextAuthUrl' | 'tls'>): boolean {
  if (tls) return !tls.allowHttp;
  return !dev && nextAuthUrl?.startsWith('https:') === true;
}
