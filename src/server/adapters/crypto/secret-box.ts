import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { SecretBox } from '#ports/secret-box';

const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM with keys derived from `secrets`, the newest first: it seals, all of them open. A sealed text is
 * `v1.<key's name>.<nonce, cipher text and tag>`; the name is a hash that tells nothing of the key.
 */
export function createSecretBox(secrets: readonly [string, ...string[]]): SecretBox {
  const keys = new Map<string, Buffer>();
  for (const secret of secrets) {
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'NodeCG Next secret box', 32));
    keys.set(createHash('sha256').update(key).update('name').digest('base64url').slice(0, 8), key);
  }
  const [newest] = [...keys.entries()];
  if (!newest) throw new Error('A secret box needs a secret.');
  const [newestName, newestKey] = newest;
  return {
    seal(text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', newestKey, nonce).setAAD(Buffer.from(newestName));
      const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${newestName}.${sealed.toString('base64url')}`;
    },
    open(sealed) {
      const [version, name = '', body = ''] = sealed.split('.');
      const key = keys.get(name);
      const bytes = Buffer.from(body, 'base64url');
      if (version !== 'v1' || !key || bytes.length < nonceBytes + tagBytes) return undefined;
      try {
        const nonce = bytes.subarray(0, nonceBytes);
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(name));
        decipher.setAuthTag(bytes.subarray(-tagBytes));
        return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
    isOld: (sealed) => !sealed.startsWith(`v1.${newestName}.`),
  };
}
