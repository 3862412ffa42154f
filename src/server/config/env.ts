import path from 'node:path';
import { z } from 'zod';
import { usernameSchema } from '#contract/identity';
import { failure, success, type Result } from '#contract/result';
import { roles, type Config, type Role } from './config.ts';
import { isLoopback } from './is-loopback.ts';
import { nodecgSchema } from './nodecg/schema.ts';
import { isAddressOrNetwork } from './is-address.ts';
import { readRateLimits } from './rate-limits.ts';
import { findSurroundings, type Surroundings } from './surroundings.ts';
import { signInShape } from './sign-in-environment.ts';
import { leastSecret } from './parse-web-environment.ts';
import { toSignIn } from './to-sign-in.ts';
import { findUnserved } from './unserved.ts';

/** One variable that can't be used, and what to set instead. */
export type EnvironmentProblem = { variable: string; message: string; fix: string };
export type EnvironmentError = { problems: EnvironmentProblem[] };

const text = z.string().optional();
/** Whoever guesses it may sign sessions, or speak as the dashboard. */
const secretText = z
  .string()
  .min(leastSecret, `must have ${leastSecret} characters or more, such as \`openssl rand -hex 32\` prints`)
  .optional();
const url = (protocols: string[], example: string) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be an address such as ${example}`,
    )
    .optional();

const wholeNumber = (least: number, most: number, usual: number) =>
  z
    .string()
    .default(String(usual))
    .refine(
      (value) => /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most,
      `must be a whole number from ${least} to ${most}, such as ${usual}`,
    )
    .transform(Number);

const environmentSchema = z.object({
  PORT: z
    .string()
    .default('3000')
    .refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535, 'must be a whole number from 0 to 65535, such as 3000')
    .transform(Number),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be a name or an IP address, such as 127.0.0.1')
    .default('127.0.0.1'),
  NODECG_ROOT: text,
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgresql://user:password@localhost:5432/nodecg'),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://localhost:6379'),
  ROLES: z
    .string()
    .default(roles.join(','))
    .transform((value) => new Set(splitList(value)))
    .refine((set) => set.size > 0 && [...set].every(isRole), `must be some of ${roles.join(', ')}, separated by commas`)
    .transform((set) => set as Set<Role>),
  AUTH_MODE: z.enum(['open', 'login'], 'must be open or login').optional(),
  ADMIN_USERNAME: text.refine(
    (value) => value === undefined || usernameSchema.safeParse(value).success,
    'must be a user name of 64 letters, digits, spaces and . _ @ + - at most, and not "local"',
  ),
  ADMIN_PASSWORD: text.refine((value) => value === undefined || Buffer.byteLength(value) <= 72, 'may have 72 bytes'),
  NEXTAUTH_URL: url(['http:', 'https:'], 'https://show.example.com'),
  NEXTAUTH_SECRET: secretText,
  ENCRYPTION_KEYS: z
    .string()
    .default('')
    .transform(splitList)
    .refine(
      (list) => list.every((key) => key.length >= 16),
      'must be keys of 16 characters or more, the newest first, separated by commas',
    ),
  REALTIME_URL: url(['http:', 'https:'], 'https://realtime.example.com'),
  REALTIME_SECRET: secretText,
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform(splitList)
    .refine(
      (list) => list.every(isOrigin),
      'must be origins without a path, such as https://show.example.com, separated by commas',
    )
    .transform((list) => list.map((origin) => new URL(origin).origin)),
  TRUSTED_PROXIES: z
    .string()
    .transform(splitList)
    .refine((list) => list.every(isAddressOrNetwork), 'must be addresses or networks, such as 127.0.0.1,10.0.0.0/8')
    .optional(),
  RATE_LIMITS: z.string().default('').transform(readRateLimits),
  S3_ENDPOINT: url(['http:', 'https:'], 'https://s3.example.com'),
  S3_REGION: text,
  S3_BUCKET: text,
  S3_ACCESS_KEY_ID: text,
  S3_SECRET_ACCESS_KEY: text,
  CDN_URL: url(['http:', 'https:'], 'https://cdn.example.com'),
  UPLOADTHING_TOKEN: text,
  HISTORY_DAYS: wholeNumber(1, 3_650, 30),
  HISTORY_ROWS: wholeNumber(10, 100_000, 1_000),
  ASSET_MAX_MB: wholeNumber(1, 1_000_000, 8_192),
  NODECG_DEV: z.enum(['0', '1'], 'must be 0 or 1').default('0'),
  ...signInShape,
});
export type Environment = z.infer<typeof environmentSchema>;

/**
 * Reads the whole environment contract at once. An empty variable counts as unset. On failure every problem is listed, so that
 * a person mends them in one go; nothing has been started or written.
 */
export function parseEnvironment(
  env: Record<string, string | undefined>,
  surroundings: Surroundings = findSurroundings(),
): Result<Config, EnvironmentError> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) return failure({ problems: parsed.error.issues.map(problemOf) });
  const problems = findUnserved(parsed.data);
  if (problems.length > 0) return failure({ problems });
  return success(
    toConfig(parsed.data, surroundings, {
      host: 'HOST' in given,
      port: 'PORT' in given,
      authMode: 'AUTH_MODE' in given,
    }),
  );
}

/** The problems as a person at a terminal reads them. */
export function describeProblems({ problems }: EnvironmentError): string {
  const lines = problems.map(({ variable, message, fix }) => `  ${variable}: ${message}\n    ${fix}`);
  return `NodeCG Next can't start with this configuration:\n${lines.join('\n')}`;
}

function toConfig(env: Environment, { projectDir, version, cwd }: Surroundings, given: Config['given']): Config {
  const root = path.resolve(cwd, env.NODECG_ROOT ?? '.');
  const nodecg = nodecgSchema.parse({});
  return Object.freeze({
    version,
    projectDir,
    host: env.HOST,
    port: env.PORT,
    given: Object.freeze(given),
    root,
    bundlesDir: path.join(root, 'bundles'),
    cfgDir: path.join(root, 'cfg'),
    assetsDir: path.join(root, 'assets'),
    dataDir: path.join(root, 'data'),
    databaseUrl: env.DATABASE_URL,
    roles: env.ROLES,
    authMode: env.AUTH_MODE ?? (isLoopback(env.HOST) ? 'open' : 'login'),
    admin:
      env.ADMIN_USERNAME === undefined || env.ADMIN_PASSWORD === undefined
        ? undefined
        : Object.freeze({ username: usernameSchema.parse(env.ADMIN_USERNAME), password: env.ADMIN_PASSWORD }),
    nextAuthUrl: env.NEXTAUTH_URL,
    nextAuthSecret: env.NEXTAUTH_SECRET,
    encryptionKeys: Object.freeze(env.ENCRYPTION_KEYS),
    allowedOrigins: Object.freeze(env.ALLOWED_ORIGINS),
    realtimeUrl: env.REALTIME_URL,
    realtimeSecret: env.REALTIME_SECRET,

    redisUrl: env.REDIS_URL,
    trustedProxies: env.TRUSTED_PROXIES && Object.freeze(env.TRUSTED_PROXIES),
    rateLimits: env.RATE_LIMITS,
    history: Object.freeze({ days: env.HISTORY_DAYS, rows: env.HISTORY_ROWS }),
    maxAssetBytes: env.ASSET_MAX_MB * 1024 * 1024,
    dev: env.NODECG_DEV === '1',
    signIn: toSignIn(env),
    nodecg,
    bundles: Object.freeze({ enabled: null, disabled: null, dirs: [] }),
    logging: { console: nodecg.logging.console, file: { ...nodecg.logging.file, path: path.join(root, 'logs', 'nodecg.log') } },
    tls: undefined,
  });
}

function problemOf(issue: { path: PropertyKey[]; message: string }): EnvironmentProblem {
  const variable = String(issue.path[0]);
  return { variable, message: `It ${issue.message}.`, fix: `Correct ${variable}, or unset it to get the default.` };
}

function splitList(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function isRole(value: string): value is Role {
  return (roles as readonly string[]).includes(value);
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, origin } = new URL(value);
  return (protocol === 'http:' || protocol === 'https:') && (value === origin || value === `${origin}/`);
}
