import type { Need } from './route.ts';

/** A rule of a page may read what stands in its address in the place of `[name]`. */
type PageRule = Need | ((values: Readonly<Record<string, string>>) => Need);

const server = { kind: 'server' } as const;
const seesServer: Need = { action: 'server.see', resource: server };

/**
 * Who may open each page and route of `app/`, by its folder. A page that isn't here opens for nobody, and the build fails
 * (deploy/checks/pages.mjs). What a page shows is asked for in the name of who looks at it, and left out where they may not see it.
 */
export const pageRules = {
  '/': seesServer,
  '/dashboard': seesServer,
  '/workspaces/[name]': ({ name = '' }) => (name === 'default' ? seesServer : { every: [seesServer, { workspace: name }] }),
  '/panels/[bundle]/[panel]': ({ bundle = '', panel = '' }) => ({
    every: [seesServer, { any: ['everything', { action: 'panel.open', resource: { kind: 'panel', bundle, name: panel } }] }],
  }),
  '/graphics': seesServer,
  '/mixer': seesServer,
  '/replicants': seesServer,
  '/assets': seesServer,
  '/saved': seesServer,
  '/bundles': seesServer,
  '/settings': seesServer,
  '/account': { action: 'account.own', resource: server },
  '/keys': { action: 'account.own', resource: server },
  '/users': { action: 'user.manage', resource: server },
  '/secure': { action: 'user.manage', resource: server },
  '/audit': { action: 'audit.read', resource: server },
  // For who isn't signed in. What they do, they do for whoever shows a password, or a link to set up, to join, or for a new password.
  '/login': 'nobody',
  '/login/local': 'nobody',
  '/login/[provider]': 'nobody',
  '/logout': 'nobody',
  '/logout/confirm': 'nobody',
  '/set-up': 'nobody',
  '/invite': 'nobody',
  '/new-password': 'nobody',
  '/api/auth/[...nextauth]': 'nobody',
  // It answers who isn't signed in that they aren't.
  '/api/realtime/ticket': 'nobody',
  // It asks each procedure's own rule, and answers in the words that its clients understand.
  '/api/trpc/[trpc]': 'nobody',
} as const satisfies Record<string, PageRule>;

/** Files that Next makes or finds itself, by the beginning of their address. */
export const nextFileRules = {
  // Scripts and styles of our own pages: the same for everybody, also for who signs in.
  '/_next/static/': 'nobody',
  '/_next/': seesServer,
  '/__next': seesServer,
} as const satisfies Record<string, Need>;

/** For what Next answers: a page or file of the tables. What neither knows is answered to whoever is known, who reads that it isn't there. */
export function pageNeed(path: string): Need {
  const segments = readPath(path);
  if (!segments) return 'somebody';
  const file = Object.entries(nextFileRules).find(([prefix]) => path.startsWith(prefix));
  if (file) return file[1];
  for (const [pattern, rule] of Object.entries(pageRules) as [string, PageRule][]) {
    const values = matchPage(pattern, segments);
    if (values) return typeof rule === 'function' ? rule(values) : rule;
  }
  return 'somebody';
}

/** Undefined: it could mean another path to who reads it after us, so nobody is given it. */
export function readPath(path: string): string[] | undefined {
  if (/[\\#]|\/\//.test(path)) return undefined;
  const raw = path.split('/').filter((part) => part !== '');
  try {
    const segments = raw.map(decodeURIComponent);
    const isPlain = (segment: string) =>
      !segment.includes('\u0000') && !segment.split(/[\\/]/).some((part) => /^\.\.?$/.test(part));
    return segments.every(isPlain) ? segments : undefined;
  } catch {
    return undefined;
  }
}

function matchPage(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const parts = pattern.split('/').filter((part) => part !== '');
  const values: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const rest = /^\[\[?\.\.\.(.+?)\]\]?$/.exec(part)?.[1];
    if (rest !== undefined) return { ...values, [rest]: segments.slice(index).join('/') };
    const segment = segments[index];
    if (segment === undefined) return undefined;
    const name = /^\[(.+)\]$/.exec(part)?.[1];
    if (name !== undefined) values[name] = segment;
    else if (part !== segment) return undefined;
  }
  return parts.length === segments.length ? values : undefined;
}
