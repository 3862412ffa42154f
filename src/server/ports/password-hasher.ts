/** Hashes passwords, off the event loop and only a few at a time. Undefined: too many are waiting; nothing was done. */
export interface PasswordHasher {
  hash(password: string): Promise<string | undefined>;
  /** Without a hash it takes as long, and the answer is false. */
  verify(password: string, hash: string | undefined): Promise<boolean | undefined>;
  /** Whether it was made with less work than today's. */
  isOld(hash: string): boolean;
}
