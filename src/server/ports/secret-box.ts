/** Keeps secrets that must be read again (providers' tokens, second factors) unreadable in the database: AES-256-GCM, with keys that can be changed. */
export interface SecretBox {
  /** Text that only `open` reads. It names its key, and sealing the same twice gives two different texts. */
  seal(text: string): string;
  /** Undefined: not ours, damaged, or of a key that is gone. */
  open(sealed: string): string | undefined;
  /** Whether it was sealed with an older key than the newest. */
  isOld(sealed: string): boolean;
}
