import { z } from 'zod';
import { isAtLeast, matches, userRoles, type RequiredRoles, type Role } from './access.ts';

/*
 * What a bundle declares about who may use it: `"nodecg-next": { "access": { … } }` in its package.json, `access` of a typed bundle. It only
 * narrows what roles allow; grants of an administrator go beyond it.
 */

/** Names may be patterns with `*`, but for panels. `public`: mounted paths that answer who isn't signed in, such as a webhook's. */
export type BundleAccess = {
  bundle?: RequiredRoles;
  panels?: Record<string, { read?: Role }>;
  messages?: Record<string, RequiredRoles>;
  replicants?: Record<string, RequiredRoles>;
  public?: string[];
};

const role = z.enum(userRoles, 'must be "VIEWER", "OPERATOR" or "ADMIN"');
const unknownKeys = (known: string) => (issue: { code?: string }) =>
  issue.code === 'unrecognized_keys' ? `has a key that means nothing: it knows ${known}` : 'must be an object';
const roles = z.strictObject({ read: role.optional(), write: role.optional() }, { error: unknownKeys('"read" and "write"') });
const rolesByName = z.record(z.string(), roles, { error: 'must be an object' }).optional();
const publicPath = z
  .string({ error: 'must be a path like "/webhooks/*"' })
  .max(512)
  .regex(/^\/[^?#\\]*$/, 'must be a path like "/webhooks/*"')
  .refine((path) => !/^\/\*?$/.test(path), 'would open everything that is mounted: name a path')
  .refine((path) => !/(^|\/)\.{1,2}(\/|$)|\/\//.test(path), 'must not contain "..", "." or "//"');

export const bundleAccessSchema = z.strictObject(
  {
    bundle: roles.optional(),
    panels: z
      .record(z.string(), z.strictObject({ read: role.optional() }, { error: unknownKeys('"read": a panel is opened or not') }))
      .optional(),
    messages: rolesByName,
    replicants: rolesByName,
    public: z.array(publicPath, { error: 'must be a list of paths' }).optional(),
  },
  { error: unknownKeys('"bundle", "panels", "messages", "replicants" and "public"') },
);

/** The roles that a bundle asks for something of it: its own and all that match, the highest of each. Undefined: none. */
export function requiredRoles(
  access: BundleAccess | undefined,
  kind: string,
  name: string | undefined,
): RequiredRoles | undefined {
  if (!access) return undefined;
  const declared =
    kind === 'panel'
      ? access.panels
      : kind === 'message'
        ? access.messages
        : kind === 'replicant'
          ? access.replicants
          : undefined;
  const fitting = Object.entries(declared ?? {}).filter(([pattern]) =>
    kind === 'panel' ? pattern === name : name !== undefined && matches(pattern, name),
  );
  return highestOf([...(access.bundle ? [access.bundle] : []), ...fitting.map(([, roles]) => roles)]);
}

/** The highest roles that a bundle asks for anything in it. Undefined: none. */
export function highestRoles(access: BundleAccess | undefined): RequiredRoles | undefined {
  const { bundle, panels, messages, replicants } = access ?? {};
  const named = [panels, messages, replicants].flatMap((one): RequiredRoles[] => Object.values(one ?? {}));
  return highestOf([...(bundle ? [bundle] : []), ...named]);
}

function highestOf(all: readonly RequiredRoles[]): RequiredRoles | undefined {
  if (all.length === 0) return undefined;
  const read = highest(all.map((roles) => roles.read));
  const write = highest(all.map((roles) => roles.write));
  return { ...(read && { read }), ...(write && { write }) };
}

function highest(roles: readonly (Role | undefined)[]): Role | undefined {
  return roles.reduce((a, b) => (a === undefined || (b !== undefined && isAtLeast(b, a)) ? b : a), undefined);
}
