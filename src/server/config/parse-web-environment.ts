import { z } from 'zod';

/** Characters of a secret that somebody chose. */
export const leastSecret = 16;

const secretText = z.string().min(leastSecret, `must have ${leastSecret} characters or more`);

const schema = z.object({
  INTERNAL_URL: z.url({ protocol: /^https?$/ }),
  REALTIME_SECRET: secretText,
  /** Encrypts NextAuth's tokens; needed where people sign in. */
  NEXTAUTH_SECRET: secretText.optional(),
  /** Unset: the address that a browser asked for. */
  NEXTAUTH_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Where browsers find the gateway, if that isn't this server's own address. */
  REALTIME_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.string().min(1).optional(),
  ENCRYPTION_KEYS: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((key) => key.trim())
        .filter((key) => key !== ''),
    ),
});
export type WebEnvironment = z.infer<typeof schema>;

/**
 * What Next's process gets from its supervisor (or, on Vercel, from its settings): where the gateway's internal API listens and
 * the secret shared with it. Throws one readable error where they are missing.
 */
export function parseWebEnvironment(env: Record<string, string | undefined> = process.env): WebEnvironment {
  // As for the server, an empty variable counts as unset.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim())));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new Error(
    `The dashboard needs INTERNAL_URL (the gateway's internal address) and REALTIME_SECRET (shared with it). ${wrong}`,
  );
}
