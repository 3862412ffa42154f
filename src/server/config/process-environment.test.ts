import { expect, it } from 'vitest';
import { extensionEnvironment } from './process-environment.ts';

it('gives extensions the environment without what opens our own doors', () => {
  const secrets = Object.fromEntries(
    [
      'DATABASE_URL',
      'REDIS_URL',
      'ADMIN_PASSWORD',
      'NEXTAUTH_SECRET',
      'REALTIME_SECRET',
      'S3_SECRET_ACCESS_KEY',
      'UPLOADTHING_TOKEN',
    ].map((name) => [name, 'secret']),
  );
  expect(extensionEnvironment({ ...secrets, NODE_ENV: 'production', PATH: '/bin', TWITCH_KEY: 'of a bundle' })).toEqual({
    NODE_ENV: 'production',
    PATH: '/bin',
    TWITCH_KEY: 'of a bundle',
  });
});
