import { z } from 'zod';
import { everybodyAs } from '#contract/sign-in';

/* The variables of ways to sign in beside a password of this server. */

const text = z.string().optional();
const entries = z.string().default('').transform(splitEntries);
const yesNo = (usual: '0' | '1') => z.enum(['0', '1'], 'must be 0 or 1').default(usual);
const everybody = z.enum(everybodyAs, `must be ${everybodyAs.join(' or ')}`).optional();

const client = <P extends string>(prefix: P) =>
  ({
    [`${prefix}_CLIENT_ID`]: text,
    [`${prefix}_CLIENT_SECRET`]: text,
  }) as Record<`${P}_CLIENT_ID` | `${P}_CLIENT_SECRET`, typeof text>;
const lists = <P extends string>(prefix: P) =>
  ({
    [`${prefix}_ADMINS`]: entries,
    [`${prefix}_OPERATORS`]: entries,
    [`${prefix}_ALLOWED`]: entries,
    [`${prefix}_EVERYBODY`]: everybody,
  }) as Record<`${P}_${'ADMINS' | 'OPERATORS' | 'ALLOWED'}`, typeof entries> & Record<`${P}_EVERYBODY`, typeof everybody>;

export const signInShape = {
  SESSION_HOURS: z
    .string()
    .default('12')
    .refine(
      (value) => /^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= 720,
      'must be a whole number from 1 to 720, such as 12',
    )
    .transform(Number),
  ...client('TWITCH'),
  ...lists('TWITCH'),
  ...client('DISCORD'),
  ...lists('DISCORD'),
  DISCORD_BOT_TOKEN: text,
  ...client('GITHUB'),
  ...lists('GITHUB'),
  ...client('OIDC'),
  ...lists('OIDC'),
  OIDC_ISSUER: z
    .string()
    .refine(
      (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
      'must be an address such as https://id.example.com',
    )
    .optional(),
  OIDC_NAME: z.string().trim().max(40, 'may have 40 characters').default('Single sign-on'),
  OIDC_SCOPE: z
    .string()
    .refine((value) => value.split(/\s+/).includes('openid'), 'must contain openid, such as "openid profile groups"')
    .optional(),
  OIDC_GROUPS_CLAIM: text,
  ...lists('LDAP'),
  LDAP_URL: z
    .string()
    .refine(
      (value) => URL.canParse(value) && /^ldaps?:$/.test(new URL(value).protocol),
      'must be an address such as ldaps://dc.example.com',
    )
    .optional(),
  LDAP_START_TLS: yesNo('0'),
  LDAP_VERIFY_CERTIFICATE: yesNo('1'),
  LDAP_CA_FILE: text,
  LDAP_BIND_DN: text,
  LDAP_BIND_PASSWORD: text,
  LDAP_SEARCH_BASE: text,
  LDAP_SEARCH_FILTER: z
    .string()
    .regex(/^\(.*\)$/s, 'must be a filter in brackets, such as (objectClass=person)')
    .optional(),
  LDAP_USER_ATTRIBUTE: z
    .string()
    .regex(/^[\w.;-]+$/, 'must be the name of an attribute, such as uid')
    .default('uid'),
  LDAP_ID_ATTRIBUTE: z
    .string()
    .regex(/^[\w.;-]+$/, 'must be the name of an attribute, such as entryUUID')
    .optional(),
  LDAP_GROUP_ATTRIBUTE: z
    .string()
    .regex(/^[\w.;-]+$/, 'must be the name of an attribute, such as memberOf')
    .default('memberOf'),
  LDAP_NAME: z.string().trim().max(40, 'may have 40 characters').default('Directory'),
};
export type SignInEnvironment = z.infer<z.ZodObject<typeof signInShape>>;

export type OAuthPrefix = 'TWITCH' | 'DISCORD' | 'GITHUB' | 'OIDC';

/** Entries are separated by commas; where one has commas itself (`group:CN=crew,DC=show`), by semicolons. */
function splitEntries(value: string): string[] {
  const parts = value.includes(';') ? value.split(';') : value.includes('=') ? [value] : value.split(',');
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
