import path from 'node:path';
import type { Config } from '../config.ts';
import { isLoopback } from '../is-loopback.ts';
import type { NodecgConfig, ParsedNodecgConfig } from './parse.ts';
import { withNodecgLogin } from './with-nodecg-login.ts';

export type Applied = { config: Config; warnings: string[] };

/**
 * The configuration with what `cfg/nodecg.*` asks for. The environment wins. What can't be followed here is a warning, never silence;
 * nothing in that file lets other computers in without signing in.
 */
export function applyNodecgConfig(config: Config, { config: nodecg, given, unknown }: ParsedNodecgConfig, file: string): Applied {
  const authMode = nodecg.login.enabled && !config.given.authMode ? 'login' : config.authMode;
  const host = hostOf({ ...config, authMode }, given.host);
  const applied = Object.freeze({
    ...config,
    authMode,
    host,
    port: config.given.port ? config.port : (given.port ?? config.port),
    nodecg: deepFreeze(nodecg),
    signIn: withNodecgLogin(config.signIn, nodecg.login),
    bundles: Object.freeze({
      enabled: nodecg.bundles.enabled,
      disabled: nodecg.bundles.disabled,
      dirs: nodecg.bundles.paths.map((dir) => path.resolve(config.root, dir)),
    }),
    logging: Object.freeze({
      console: { ...nodecg.logging.console },
      file: { ...nodecg.logging.file, path: path.resolve(config.root, nodecg.logging.file.path) },
    }),
    tls: tlsOf(nodecg, config.root),
  });
  const warnings = [
    ...unknown.map((key) => `${file}: "${key}" is not known and does nothing.`),
    ...hostWarnings(applied, given.host, file),
    ...meaningless(applied, given.exitOnUncaught, file),
  ];
  return { config: applied, warnings };
}

function hostOf(config: Config, asked: string | undefined): string {
  if (config.given.host || asked === undefined) return config.host;
  return isLoopback(asked) || config.authMode === 'login' ? asked : config.host;
}

function hostWarnings(config: Config, asked: string | undefined, file: string): string[] {
  if (config.given.host || asked === undefined || isLoopback(asked) || config.authMode === 'login') return [];
  return [
    `${file}: "host" is ${asked}, but without signing in everybody who reaches it would be an administrator. This computer only is served (${config.host}). To follow it set AUTH_MODE=login.`,
  ];
}

function meaningless({ nodecg: { login, sentry }, authMode }: Config, hasExit: boolean, file: string): string[] {
  return [
    ...(login.enabled && authMode === 'open'
      ? [
          `${file}: "login" is switched on, but AUTH_MODE=open counts: nobody has to sign in, and whoever sits at this computer is the administrator.`,
        ]
      : []),
    ...(login.enabled && login.steam?.enabled
      ? [
          `${file}: "login.steam" is switched on, but signing in by Steam is not served here. Those who did get an invitation, or use another way.`,
        ]
      : []),
    ...(hasExit
      ? [
          `${file}: "exitOnUncaught" does nothing here: extensions run in processes of their own, and an error ends and restarts only the one it happened in.`,
        ]
      : []),
    ...(sentry.enabled ? [`${file}: "sentry" does nothing here: errors are in the log and on the bundles page.`] : []),
  ];
}

function tlsOf({ ssl }: NodecgConfig, root: string): Config['tls'] {
  if (!ssl.enabled || ssl.keyPath === undefined || ssl.certificatePath === undefined) return undefined;
  return Object.freeze({
    keyFile: path.resolve(root, ssl.keyPath),
    certificateFile: path.resolve(root, ssl.certificatePath),
    allowHttp: ssl.allowHTTP,
    ...(ssl.passphrase === undefined ? {} : { passphrase: ssl.passphrase }),
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
