import { expect, it } from 'vitest';
import { createSecretBox } from './secret-box.ts';

it('[I14] opens what it sealed, and seals the same twice in two ways', () => {
  const box = createSecretBox(['one']);
  const [a, b] = [box.seal('a secret ü'), box.seal('a secret ü')];
  expect(a).not.toBe(b);
  expect(a).not.toContain('secret');
  expect([box.open(a), box.open(b), box.open(box.seal(''))]).toEqual(['a secret ü', 'a secret ü', '']);
});

it('[I14] refuses what was changed, cut, or is another’s', () => {
  const box = createSecretBox(['one']);
  const sealed = box.seal('secret');
  const [version, name, body = ''] = sealed.split('.');
  const bytes = Buffer.from(body, 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(box.open(`${version}.${name}.${changed.toString('base64url')}`)).toBeUndefined();
  }
  for (const text of ['', 'v1', 'v2.x.y', `v1.${name}.`, `${sealed.slice(0, -10)}`]) expect(box.open(text)).toBeUndefined();
  expect(createSecretBox(['two']).open(sealed)).toBeUndefined();
});

it('[I14] reads older keys and knows them as old', () => {
  const old = createSecretBox(['one']).seal('secret');
  const box = createSecretBox(['two', 'one']);
  expect(box.open(old)).toBe('secret');
  expect(box.isOld(old)).toBe(true);
  expect(box.isOld(box.seal('x'))).toBe(false);
});
