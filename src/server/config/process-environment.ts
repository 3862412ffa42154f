import { parseEnvironment, type EnvironmentError } from './env.ts';
import type { Config } from './config.ts';
import type { Result } from '#contract/result';

/** This process's own configuration. */
export function readConfig(): Result<Config, EnvironmentError> {
  return parseEnvironment(process.env);
}

/** The environment of a child: ours and what it needs besides. */
export function childEnvironment(extra: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...extra };
}
