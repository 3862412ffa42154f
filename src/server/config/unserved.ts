import type { Environment, EnvironmentProblem } from './env.ts';
import { findHalfMadeSignIn } from './half-made-sign-in.ts';
import { isLoopback } from './is-loopback.ts';

/** What is well-formed but half-made, contradictory, or not served by this version yet. */
export function findUnserved(env: Environment): EnvironmentProblem[] {
  return [...findAccess(env), ...findShape(env), ...findHalfMade(env), ...findHalfMadeSignIn(env)];
}

function findAccess(env: Environment): EnvironmentProblem[] {
  if (env.AUTH_MODE !== 'open' || isLoopback(env.HOST)) return [];
  return [
    {
      variable: 'HOST',
      message: `With AUTH_MODE=open everybody who reaches ${env.HOST} would be an administrator.`,
      fix: 'Unset AUTH_MODE (or set it to login) so that everybody signs in, or use HOST=127.0.0.1 for this computer only.',
    },
  ];
}

function findShape(env: Environment): EnvironmentProblem[] {
  const problems: EnvironmentProblem[] = [];
  if (!env.ROLES.has('gateway')) {
    problems.push({
      variable: 'ROLES',
      message: 'This version runs as one server, and a server without the gateway role would serve nobody.',
      fix: 'Add gateway to ROLES, or unset ROLES to run everything.',
    });
  }
  if (env.REALTIME_URL !== undefined && env.REALTIME_SECRET === undefined) {
    problems.push({
      variable: 'REALTIME_SECRET',
      message: 'REALTIME_URL is set but REALTIME_SECRET is not: web and gateway would not trust each other.',
      fix: 'Set REALTIME_SECRET to the same value on both, or unset REALTIME_URL to serve everything from one origin.',
    });
  }
  return problems;
}

function findHalfMade(env: Environment): EnvironmentProblem[] {
  const groups = [
    ['S3_ENDPOINT', 'S3_REGION', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
    ['ADMIN_USERNAME', 'ADMIN_PASSWORD'],
  ] as const;
  return groups.flatMap((names) => {
    const set = names.filter((name) => env[name] !== undefined);
    if (set.length === 0) return [];
    return names
      .filter((name) => env[name] === undefined && name !== 'S3_ENDPOINT' && name !== 'S3_REGION')
      .map((name) => ({
        variable: name,
        message: `${set.join(', ')} ${set.length > 1 ? 'are' : 'is'} set but ${name} is not.`,
        fix: `Set ${name} too, or unset ${names.join(', ')}.`,
      }));
  });
}
