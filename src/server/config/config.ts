/** What the whole program knows about its surroundings: made once by `parseEnvironment`, frozen, passed on. */
export type Config = {
  version: string;
  /** Where the program itself is: `dist/`, `public/`, `prisma/migrations/`. */
  projectDir: string;
  host: string;
  port: number;
  /** `NODECG_ROOT` and the folders in it, all absolute. */
  root: string;
  bundlesDir: string;
  cfgDir: string;
  assetsDir: string;
  dataDir: string;
  /** Unset: the embedded Postgres in `dataDir/postgres`. */
  databaseUrl: string | undefined;
  roles: ReadonlySet<Role>;
  authMode: 'open';
  /** Origins besides our own that may call us, `https://host[:port]`. */
  allowedOrigins: readonly string[];
  /** Where browsers find the gateway; undefined: the page's own origin. */
  realtimeUrl: string | undefined;
  /** Shared by web and gateway; unset: generated once into `dataDir`. */
  realtimeSecret: string | undefined;
  /** How much of each replicant's history is kept. */
  history: { days: number; rows: number };
  /** The largest file that may be uploaded. */
  maxAssetBytes: number;
  /** `npm run dev`: Next in development mode. */
  dev: boolean;
};

export const roles = ['web', 'gateway', 'extensions', 'jobs'] as const;
export type Role = (typeof roles)[number];
