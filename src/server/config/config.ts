import type { SignInSettings } from '#contract/sign-in';
import type { AuthMode } from '#contract/identity';
import type { NodecgConfig } from './nodecg/schema.ts';
import type { RateLimits } from './rate-limits.ts';

/** What the whole program knows about its surroundings: made once by `parseEnvironment`, frozen, passed on. */
export type Config = {
  version: string;
  /** Where the program itself is: `dist/`, `public/`, `prisma/migrations/`. */
  projectDir: string;
  host: string;
  port: number;
  /** Whether the environment said so; it wins over `cfg/nodecg.*`. */
  given: { host: boolean; port: boolean; authMode: boolean };
  /** `NODECG_ROOT` and the folders in it, all absolute. */
  root: string;
  bundlesDir: string;
  cfgDir: string;
  assetsDir: string;
  dataDir: string;
  /** Unset: the embedded Postgres in `dataDir/postgres`. */
  databaseUrl: string | undefined;
  roles: ReadonlySet<Role>;
  /** `open`: whoever is at this machine is the administrator. */
  authMode: AuthMode;
  /** The first administrator, made while there is none. */
  admin: { username: string; password: string } | undefined;
  /** Where browsers find us, as NextAuth needs it; undefined: where they say they are. */
  nextAuthUrl: string | undefined;
  /** Signs sessions; unset: generated once into `dataDir`. */
  nextAuthSecret: string | undefined;
  /** Seal secrets in the database, the newest first; none: a key made of the secret above. */
  encryptionKeys: readonly string[];
  /** Origins besides our own that may call us, `https://host[:port]`. */
  allowedOrigins: readonly string[];
  /** Where browsers find the gateway; undefined: the page's own origin. */
  realtimeUrl: string | undefined;
  /** Shared by web and gateway; unset: generated once into `dataDir`. */
  realtimeSecret: string | undefined;
  /** Shared by servers; undefined: this one is alone. */
  redisUrl: string | undefined;
  /** Addresses and networks whose `X-Forwarded-…` is believed; undefined: nothing was set. */
  trustedProxies: readonly string[] | undefined;
  rateLimits: RateLimits;
  /** How much of each replicant's history is kept. */
  history: { days: number; rows: number };
  /** The largest file that may be uploaded. */
  maxAssetBytes: number;
  /** Ways to sign in beside a password of this server: the environment's, and those of `cfg/nodecg.*`. */
  signIn: SignInSettings;
  /** `npm run dev`: Next in development mode. */
  dev: boolean;
  /** `cfg/nodecg.*` as NodeCG reads it, secrets included, with its defaults: what extensions read. Sign-in's settings are in `login`. */
  nodecg: NodecgConfig;
  /** `enabled` or `disabled`, by name, null: all. `dirs`: further folders of bundles, absolute. */
  bundles: { enabled: readonly string[] | null; disabled: readonly string[] | null; dirs: readonly string[] };
  logging: { console: LogSink; file: LogSink & { path: string } };
  /** Unset: HTTP. `allowHttp`: both on the one port. */
  tls: { keyFile: string; certificateFile: string; passphrase?: string; allowHttp: boolean } | undefined;
};

export type LogSink = { enabled: boolean; level: NodecgConfig['logging']['console']['level']; timestamps: boolean };

export const roles = ['web', 'gateway', 'extensions', 'jobs'] as const;
export type Role = (typeof roles)[number];
