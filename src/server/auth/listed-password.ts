import { createHmac, createHash, getHashes, timingSafeEqual } from 'node:crypto';

/** `login.local` of `cfg/nodecg.*`, and the secret that its hashes are made with. */
export type ListedUsers = { users: readonly { username: string; password: string }[]; sessionSecret: string };

const hashes = new Set(getHashes());

/** Whether the list has this user with this password, in plain or as NodeCG's `<hash>:<hex HMAC of it>`. */
export function isListed(
  { users, sessionSecret }: ListedUsers,
  { username, password }: { username: string; password: string },
): boolean {
  const listed = users.find((user) => user.username === username);
  if (!listed || password === '' || listed.password === '') return false;
  const at = listed.password.indexOf(':');
  const algorithm = listed.password.slice(0, Math.max(0, at));
  if (!hashes.has(algorithm)) return isEqual(listed.password, password);
  const hashed = createHmac(algorithm, sessionSecret).update(password, 'utf8').digest('hex');
  return isEqual(listed.password.slice(at + 1).toLowerCase(), hashed);
}

/** In the same time, whatever the lengths. */
function isEqual(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
