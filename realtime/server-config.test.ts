import { expect, it } from 'vitest';
import { parseEnvironment } from '#server/config/env';
import { applyNodecgConfig } from '#server/config/nodecg/apply';
import { parseNodecgConfig } from '#server/config/nodecg/parse';
import { fullConfigOf, serverConfigOf } from './server-config.ts';

function configOf(file: object) {
  const environment = parseEnvironment({}, { projectDir: '/p', version: '1.0.0', cwd: '/c' });
  const parsed = parseNodecgConfig(file);
  if (!environment.ok || !parsed.ok) throw new Error('the configuration is wrong');
  return applyNodecgConfig(environment.value, parsed.value, 'cfg/nodecg.json').config;
}

const file = {
  baseURL: 'show.example.com',
  logging: { file: { enabled: true, path: 'secret/place.log' } },
  login: {
    enabled: true,
    sessionSecret: 'secret-1',
    twitch: { enabled: true, clientID: 'public-id', clientSecret: 'secret-2' },
    discord: { enabled: false, clientID: 'unused', clientSecret: 'secret-3' },
    steam: { enabled: true, apiKey: 'secret-4' },
    local: { enabled: true, allowedUsers: [{ username: 'ada', password: 'secret-5' }] },
  },
  ssl: { enabled: true, keyPath: 'secret/key', certificatePath: 'secret/cert', passphrase: 'secret-6' },
};

it('[C17] gives pages what NodeCG gives them, without secrets and paths', () => {
  const filtered = serverConfigOf(configOf(file), 4711);
  expect(JSON.stringify(filtered)).not.toContain('secret');
  expect(filtered).toEqual({
    host: '127.0.0.1',
    port: 4711,
    baseURL: 'show.example.com',
    logging: {
      console: { enabled: true, level: 'info', timestamps: true, replicants: false },
      file: { enabled: true, level: 'info', timestamps: true, replicants: false },
    },
    login: {
      enabled: true,
      twitch: { enabled: true, clientID: 'public-id', scope: 'user_read' },
      discord: { enabled: false },
      steam: { enabled: true },
      local: { enabled: true },
    },
    sentry: { enabled: false },
    ssl: { enabled: true },
  });
  expect(serverConfigOf(configOf({}), 4711)).toMatchObject({ baseURL: '127.0.0.1:4711', login: { enabled: false } });
});

it('gives extensions the whole of it in NodeCG’s shape, with where we really listen', () => {
  const full = fullConfigOf(configOf(file), 4711);
  expect(full).toMatchObject({
    host: '127.0.0.1',
    port: 4711,
    exitOnUncaught: true,
    bundles: { enabled: null, disabled: null, paths: [] },
    login: { sessionSecret: 'secret-1', twitch: { clientSecret: 'secret-2' } },
    ssl: { keyPath: 'secret/key' },
  });
});
