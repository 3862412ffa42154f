import { parseArguments, type ServerArguments } from './arguments.ts';
import { parseEnvironment, type EnvironmentError } from './env.ts';
import type { Config } from './config.ts';
import type { Result } from '#contract/result';

/** This process's own configuration; `root` takes the place of NODECG_ROOT. */
export function readConfig(root?: string): Result<Config, EnvironmentError> {
  return parseEnvironment(root === undefined ? process.env : { ...process.env, NODECG_ROOT: root });
}

/** What opens our own doors. Bundles' own secrets are theirs to have. */
const secrets: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'REDIS_URL',
  'ADMIN_USERNAME',
  'ADMIN_PASSWORD',
  'NEXTAUTH_SECRET',
  'ENCRYPTION_KEYS',
  'REALTIME_SECRET',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'UPLOADTHING_TOKEN',
  'TWITCH_CLIENT_SECRET',
  'DISCORD_CLIENT_SECRET',
  'DISCORD_BOT_TOKEN',
  'GITHUB_CLIENT_SECRET',
  'OIDC_CLIENT_SECRET',
  'LDAP_BIND_PASSWORD',
]);

/** The environment of extensions, which are code of strangers: ours without our secrets. */
export function extensionEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !secrets.has(name))) as NodeJS.ProcessEnv;
}

/** The environment of a child: ours and what it needs besides. */
export function childEnvironment(extra: Record<string, string>): NodeJS.ProcessEnv {
  // Only the gateway makes the administrator.
  const { ADMIN_USERNAME: _, ADMIN_PASSWORD: __, ...env } = process.env;
  return { ...env, ...extra };
}

/** What this process was started with, after the script. */
export function readArguments(): ServerArguments {
  return parseArguments(process.argv.slice(2));
}
