/** Hashes passwords, off the event loop and only a few at a time. `busy`: too many are waiting; nothing was done. */
export interface PasswordHasher {
  hash(password: string): Promise<string | 'busy'>;
  /** Without a hash it takes as long, and the answer is false. */
  verify(password: string, hash: string | undefined): Promise<boolean | 'busy'>;
  /** Whether it was made with less work than today's. */
  isOld(hash: string): boolean;
}
