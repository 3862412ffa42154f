import { describe, expect, it } from 'vitest';
import { ownPath } from '#contract/own-path';
import { standingOf } from './admission.ts';
import { isListed } from './listed-password.ts';
import { createHmac } from 'node:crypto';

const nobody = { admins: [], operators: [], allowed: [] };
const ada = { id: '4711', names: ['Ada'], groups: ['group:CN=crew, OU=show,DC=example'] };

describe('who gets in', () => {
  it('[S1] nobody without a list; by name, id or group with one; the highest counts', () => {
    expect(standingOf(nobody, ada)).toBeUndefined();
    expect(standingOf({ ...nobody, allowed: ['ada'] }, ada)).toMatchObject({ role: 'VIEWER', reach: 'all' });
    expect(standingOf({ ...nobody, allowed: ['id:4711'] }, ada)).toMatchObject({ role: 'VIEWER' });
    expect(standingOf({ ...nobody, operators: ['group:cn=Crew,ou=show,dc=example'] }, ada)).toMatchObject({ role: 'OPERATOR' });
    expect(standingOf({ admins: ['ada'], operators: ['ada'], allowed: ['ada'] }, ada)).toMatchObject({ role: 'ADMIN' });
    expect(standingOf({ ...nobody, everybody: 'guest' }, ada)).toEqual({ role: 'VIEWER', reach: 'granted', grants: [] });
  });

  it('[S2] a name is no id, and nobody comes in by calling themselves `id:…` or `group:…`', () => {
    expect(standingOf({ ...nobody, admins: ['4711'] }, ada)).toBeUndefined();
    const liar = { id: '1', names: ['id:4711', 'group:crew', 'GUILD:1'], groups: [] };
    expect(standingOf({ admins: ['id:4711'], operators: ['group:crew'], allowed: ['guild:1'] }, liar)).toBeUndefined();
    expect(standingOf({ ...nobody, admins: [''] }, { id: '2', names: [''], groups: [] })).toBeUndefined();
  });

  it('[S3] only a path of this server is a place to go on to', () => {
    expect(ownPath('/graphics?a=1#x')).toBe('/graphics?a=1#x');
    const elsewhere = [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/\t/evil.example',
      '\\/evil.example',
      '/.//evil.example',
    ];
    for (const address of [...elsewhere, 'javascript:alert(1)', '', undefined, null, `/${'a'.repeat(3_000)}`])
      expect(ownPath(address), String(address)).toBeUndefined();
  });

  it('[S4] listed passwords: plain, or as NodeCG’s HMAC', () => {
    const hash = createHmac('sha256', 'secret').update('pass').digest('hex');
    const users = [
      { username: 'plain', password: 'with:colon' },
      { username: 'hashed', password: `sha256:${hash}` },
      { username: 'empty', password: '' },
    ];
    const check = (username: string, password: string) => isListed({ users, sessionSecret: 'secret' }, { username, password });
    expect([check('plain', 'with:colon'), check('hashed', 'pass')]).toEqual([true, true]);
    expect([
      check('plain', 'with'),
      check('hashed', hash),
      check('hashed', `sha256:${hash}`),
      check('empty', ''),
      check('no', ''),
    ]).toEqual([false, false, false, false, false]);
  });
});
