import { describe, expect, it } from 'vitest';
import { describeProblems, parseEnvironment } from './env.ts';

const surroundings = { projectDir: '/opt/nodecg', version: '1.2.3', cwd: '/srv/show' };
const parse = (env: Record<string, string | undefined>) => parseEnvironment(env, surroundings);

function config(env: Record<string, string | undefined>) {
  const result = parse(env);
  if (!result.ok) throw new Error(describeProblems(result.error));
  return result.value;
}

function variablesOf(env: Record<string, string>) {
  const result = parse(env);
  return result.ok ? [] : result.error.problems.map(({ variable }) => variable);
}

describe('parseEnvironment', () => {
  it.each([
    ['HISTORY_DAYS', '0'],
    ['HISTORY_DAYS', '1.5'],
    ['HISTORY_ROWS', '-3'],
    ['HISTORY_ROWS', 'many'],
  ])('refuses %s=%s with a value that would do', (variable, value) => {
    const parsed = parseEnvironment({ [variable]: value });
    expect(parsed).toMatchObject({
      ok: false,
      error: { problems: [{ variable, message: expect.stringContaining('such as') as string }] },
    });
  });

  it('needs no variable at all', () => {
    expect(config({ PATH: '/bin', PORT: '' })).toMatchObject({
      given: { host: false, port: false },
      version: '1.2.3',
      projectDir: '/opt/nodecg',
      host: '127.0.0.1',
      port: 3000,
      root: '/srv/show',
      bundlesDir: '/srv/show/bundles',
      cfgDir: '/srv/show/cfg',
      assetsDir: '/srv/show/assets',
      dataDir: '/srv/show/data',
      databaseUrl: undefined,
      roles: new Set(['web', 'gateway', 'extensions', 'jobs']),
      authMode: 'open',
      allowedOrigins: [],
      realtimeUrl: undefined,
      realtimeSecret: undefined,
      maxAssetBytes: 8_192 * 1024 * 1024,
      dev: false,
      history: { days: 30, rows: 1_000 },
    });
  });

  it('[H4] reads proxies and limits, and says what is wrong with them', () => {
    const taken = config({
      TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8',
      RATE_LIMITS: 'sign-in=5/60, all=9/1',
      REDIS_URL: 'redis://h',
    });
    expect(taken).toMatchObject({ trustedProxies: ['127.0.0.1', '10.0.0.0/8'], redisUrl: 'redis://h' });
    expect(taken.rateLimits).toMatchObject({
      'sign-in': { points: 5, seconds: 60 },
      all: { points: 9, seconds: 1 },
      key: { points: 120 },
    });
    for (const limits of ['coffee=1/1', 'sign-in=0/1', 'sign-in=5', 'constructor=1/1', 'all=1/0'])
      expect(variablesOf({ RATE_LIMITS: limits }), limits).toEqual(['RATE_LIMITS']);
    for (const proxies of ['caddy', '10.0.0.0/99', '*'])
      expect(variablesOf({ TRUSTED_PROXIES: proxies }), proxies).toEqual(['TRUSTED_PROXIES']);
  });

  it('takes what is set', () => {
    const result = config({
      PORT: '0',
      HOST: 'localhost',
      NODECG_ROOT: 'finals',
      DATABASE_URL: 'postgresql://u:p@localhost/x',
      ROLES: 'gateway, extensions',
      ALLOWED_ORIGINS: 'https://a.example.com/, http://b:81',
      NODECG_DEV: '1',
    });
    expect(result).toMatchObject({ port: 0, root: '/srv/show/finals', databaseUrl: 'postgresql://u:p@localhost/x', dev: true });
    expect(result.roles).toEqual(new Set(['gateway', 'extensions']));
    expect(result.allowedOrigins).toEqual(['https://a.example.com', 'http://b:81']);
  });

  it('lists every malformed variable at once, with what to do', () => {
    const result = parse({
      PORT: 'eighty',
      ROLES: 'gateway,coffee',
      ALLOWED_ORIGINS: 'https://a/b',
      DATABASE_URL: 'mysql://x',
      AUTH_MODE: 'maybe',
    });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.error.problems.map(({ variable }) => variable).sort()).toEqual([
      'ALLOWED_ORIGINS',
      'AUTH_MODE',
      'DATABASE_URL',
      'PORT',
      'ROLES',
    ]);
    const text = describeProblems(result.error);
    expect(text).toContain('PORT: It must be a whole number from 0 to 65535');
    expect(text).toContain('Correct PORT');
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['open to other computers', { HOST: '192.168.1.4', AUTH_MODE: 'open' }, ['HOST']],
    ['no gateway', { ROLES: 'web' }, ['ROLES']],
    ['half-made S3', { S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'k' }, ['S3_SECRET_ACCESS_KEY']],
    ['half-made realtime', { REALTIME_URL: 'https://rt.example.com' }, ['REALTIME_SECRET']],
    ['half-made administrator', { ADMIN_USERNAME: 'ada' }, ['ADMIN_PASSWORD']],
    ['several', { AUTH_MODE: 'open', HOST: '::', ROLES: 'web' }, ['HOST', 'ROLES']],
  ])('refuses what this version does not serve: %s', (_, env, variables) => {
    expect(variablesOf(env)).toEqual(variables);
  });

  it.each<[string, Record<string, string>, 'open' | 'login']>([
    ['this computer', {}, 'open'],
    ['a name of this computer', { HOST: 'localhost' }, 'open'],
    ['this computer, asked for', { AUTH_MODE: 'login' }, 'login'],
    ['every address', { HOST: '0.0.0.0' }, 'login'],
    ['one address', { HOST: '192.168.1.4', AUTH_MODE: 'login' }, 'login'],
  ])('[I1] everybody signs in unless only this computer is served: %s', (_, env, authMode) => {
    expect(config(env).authMode).toBe(authMode);
  });

  it('[I1] takes the first administrator and the secrets of sign-in', () => {
    const taken = config({
      ADMIN_USERNAME: ' ada ',
      ADMIN_PASSWORD: 'pw',
      NEXTAUTH_URL: 'https://show.example.com',
      NEXTAUTH_SECRET: 'sixteen or longer',
      ENCRYPTION_KEYS: 'a key of sixteen or more, an older key that is long',
    });
    expect(taken).toMatchObject({
      admin: { username: 'ada', password: 'pw' },
      nextAuthUrl: 'https://show.example.com',
      nextAuthSecret: 'sixteen or longer',
      encryptionKeys: ['a key of sixteen or more', 'an older key that is long'],
    });
    expect(variablesOf({ ADMIN_USERNAME: 'local', ADMIN_PASSWORD: 'x'.repeat(73), ENCRYPTION_KEYS: 'short' })).toEqual([
      'ADMIN_USERNAME',
      'ADMIN_PASSWORD',
      'ENCRYPTION_KEYS',
    ]);
  });

  it.each(['NEXTAUTH_SECRET', 'REALTIME_SECRET'])('[I14] refuses a %s that can be guessed, and says what to set', (variable) => {
    const result = parse({ [variable]: 'x'.repeat(15) });
    expect(result.ok ? '' : describeProblems(result.error)).toContain(`${variable}: It must have 16 characters or more`);
    expect(parse({ [variable]: 'x'.repeat(16) }).ok).toBe(true);
  });

  it('never shows a secret in its messages', () => {
    const result = parse({
      DATABASE_URL: 'mysql://u:hunter2@h/x',
      REALTIME_SECRET: 'hunter2',
      NEXTAUTH_SECRET: 'hunter2',
      ENCRYPTION_KEYS: 'hunter2',
      PORT: 'x',
    });
    expect(result.ok ? '' : describeProblems(result.error)).not.toContain('hunter2');
  });
});
