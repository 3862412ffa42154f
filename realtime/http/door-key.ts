import { createHash, timingSafeEqual } from 'node:crypto';

/** Carries the front door's key to Next. */
export const doorHeader = 'x-nodecg-next-door';

/** Made of the secret that both share; it opens nothing but Next's own loopback port. */
export function doorKeyOf(secret: string): string {
  return createHash('sha256').update(`front door:${secret}`).digest('hex');
}

/** Compares in constant time. */
export function isDoorKey(given: string | string[] | undefined, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(expected));
}
