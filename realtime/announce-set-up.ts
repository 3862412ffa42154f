import os from 'node:os';
import type { Config } from '#server/config/config';
import type { IdentityService } from '#services/identity/index';
import { authorityOf } from './server-config.ts';

/** The address that other computers find us at: what NEXTAUTH_URL says, and for "every address" one of this computer's own. */
export function reachableUrl(config: Pick<Config, 'host' | 'nextAuthUrl' | 'tls'>, port: number): string {
  if (config.nextAuthUrl !== undefined) return new URL(config.nextAuthUrl).origin;
  const scheme = config.tls ? 'https' : 'http';
  return `${scheme}://${authorityOf(isEverywhere(config.host) ? ownAddress() : config.host, port)}`;
}

/** Where this computer's own processes find us over HTTP. */
export function ownUrl(host: string, port: number): string {
  return `http://${authorityOf(isEverywhere(host) ? '127.0.0.1' : host, port)}`;
}

function isEverywhere(host: string): boolean {
  return ['0.0.0.0', '::', '[::]'].includes(host);
}

function ownAddress(): string {
  const addresses = Object.values(os.networkInterfaces()).flatMap((each) => each ?? []);
  return addresses.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';
}

/**
 * In login mode, while nobody can sign in who may administer: the one link by which somebody becomes that, for whoever started the server.
 * It goes to this terminal only: the log is kept, and may be sent away.
 */
export async function announceSetUp(
  identity: Pick<IdentityService, 'mode' | 'needsSetup' | 'openSetup'>,
  url: string,
  print: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<void> {
  if (identity.mode !== 'login' || !(await identity.needsSetup())) return;
  const { token } = identity.openSetup();
  print(`\n  Nobody can sign in yet. Make the first administrator here, within 30 minutes:\n  ${url}/set-up?token=${token}\n\n`);
}
