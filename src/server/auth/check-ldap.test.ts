import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directory, startLdap, type Running } from '../../../e2e/fixtures/identity-providers.ts';
import { checkLdap } from './check-ldap.ts';

const crew = 'cn=crew,ou=groups,dc=show';

describe('directory', () => {
  let server: Running;
  beforeAll(async () => {
    server = await startLdap([
      { uid: 'dora', password: 'doras password', groups: [crew] },
      { uid: 'dirk', password: 'dirks password', groups: [] },
    ]);
  });
  afterAll(() => server.close());

  const settings = (change: object = {}) => ({
    url: server.url,
    startTls: false,
    verifyCertificate: true,
    bindDn: directory.bindDn,
    bindPassword: directory.bindPassword,
    searchBase: directory.base,
    userAttribute: 'uid',
    groupAttribute: 'memberOf',
    name: 'Directory',
    admission: { admins: [], operators: [], allowed: [] },
    ...change,
  });

  it('[S9] name and password lead to one person and its groups, however the server writes attributes', async () => {
    expect(await checkLdap(settings(), { username: 'dora', password: 'doras password' })).toEqual({
      ok: true,
      value: { id: `uid=dora,${directory.base}`, name: 'dora', names: ['dora'], groups: [`group:${crew}`] },
    });
  });

  it('[S10] an empty password, another one, a pattern, several or no entries are refused alike', async () => {
    const wrong = { ok: false, error: { code: 'wrong' } };
    for (const [username, password] of [
      ['dora', ''],
      ['dora', 'dirks password'],
      ['d*', 'doras password'],
      ['*)(uid=dora', 'doras password'],
      ['nobody', 'doras password'],
      ['', 'doras password'],
    ] as const)
      expect(await checkLdap(settings(), { username, password }), username).toEqual(wrong);
    const several = settings({ userAttribute: 'objectclass' });
    expect(await checkLdap(several, { username: 'person', password: 'doras password' })).toEqual(wrong);
    const filtered = settings({ filter: `(memberOf=${crew})` });
    expect(await checkLdap(filtered, { username: 'dirk', password: 'dirks password' })).toEqual(wrong);
  });

  it('[S11] a directory that is away, or doesn’t let the service search, is no wrong password', async () => {
    const away = await checkLdap(settings({ url: 'ldap://127.0.0.1:1' }), { username: 'dora', password: 'doras password' });
    expect(away).toMatchObject({ ok: false, error: { code: 'away' } });
    const service = await checkLdap(settings({ bindPassword: 'another' }), { username: 'dora', password: 'doras password' });
    expect(service).toMatchObject({ ok: false, error: { code: 'away' } });
  });
});
