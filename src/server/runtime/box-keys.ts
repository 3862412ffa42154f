/** ENCRYPTION_KEYS, the newest first; NEXTAUTH_SECRET last, so that what it sealed before can still be read. */
export function boxKeys(encryptionKeys: readonly string[], nextAuth: string): [string, ...string[]] {
  const [newest, ...older] = encryptionKeys;
  return newest === undefined ? [nextAuth] : [newest, ...older, nextAuth];
}
