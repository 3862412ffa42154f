import { z } from 'zod';

/* NodeCG's cfg/nodecg.*, with its defaults and its messages (compat.md A.7). */

const nodecgLogLevels = ['verbose', 'debug', 'info', 'warn', 'error', 'silent'] as const;

const sinkShape = (enabled: boolean) => ({
  enabled: z.boolean().default(enabled),
  level: z.enum(nodecgLogLevels).default('info'),
  timestamps: z.boolean().default(true),
  replicants: z.boolean().default(false),
});

const logging = z.object({
  console: z.object(sinkShape(true)).prefault({}),
  file: z.object({ ...sinkShape(false), path: z.string().min(1).default('logs/nodecg.log') }).prefault({}),
});

const bundles = z.object({
  enabled: z.array(z.string()).nullable().default(null),
  disabled: z.array(z.string()).nullable().default(null),
  paths: z.array(z.string().min(1)).default([]),
});

const steam = z
  .object({ enabled: z.boolean().default(false), apiKey: z.string().optional(), allowedIds: z.array(z.string()).default([]) })
  .superRefine(demand('login.steam', ['apiKey']));

const twitch = z
  .object({
    enabled: z.boolean().default(false),
    clientID: z.string().optional(),
    clientSecret: z.string().optional(),
    scope: z.string().default('user_read'),
    allowedUsernames: z.array(z.string()).default([]),
    allowedIds: z.array(z.string()).default([]),
  })
  .superRefine(demand('login.twitch', ['clientID', 'clientSecret']));

const discord = z
  .object({
    enabled: z.boolean().default(false),
    clientID: z.string().optional(),
    clientSecret: z.string().optional(),
    scope: z.string().default('identify'),
    allowedUserIDs: z.array(z.string()).default([]),
    allowedGuilds: z
      .array(
        z.object({
          guildID: z.string(),
          allowedRoleIDs: z.array(z.string()).default([]),
          guildBotToken: z.string().default(''),
        }),
      )
      .default([]),
  })
  .superRefine(demand('login.discord', ['clientID', 'clientSecret']));

const local = z.object({
  enabled: z.boolean().default(false),
  allowedUsers: z.array(z.object({ username: z.string(), password: z.string() })).default([]),
});

const login = z
  .object({
    enabled: z.boolean().default(false),
    sessionSecret: z.string().optional(),
    forceHttpsReturn: z.boolean().default(false),
    steam: steam.optional(),
    twitch: twitch.optional(),
    discord: discord.optional(),
    local: local.optional(),
  })
  .superRefine(demand('login', ['sessionSecret']));

const ssl = z
  .object({
    enabled: z.boolean().default(false),
    allowHTTP: z.boolean().default(false),
    keyPath: z.string().optional(),
    certificatePath: z.string().optional(),
    passphrase: z.string().optional(),
  })
  .superRefine(demand('ssl', ['keyPath', 'certificatePath']));

// NodeCG counts a `sentry` that says nothing as enabled, and refuses to start then.
const sentry = z
  .object({ enabled: z.boolean().default(true), dsn: z.string().optional() })
  .superRefine(demand('sentry', ['dsn']));

export const nodecgSchema = z.object({
  host: z.string().min(1).default('0.0.0.0'),
  port: z.number().int().positive().max(65_535).default(9090),
  baseURL: z.string().min(1).optional(),
  exitOnUncaught: z.boolean().default(true),
  logging: logging.prefault({}),
  bundles: bundles.prefault({}),
  login: login.prefault({}),
  ssl: ssl.prefault({}),
  sentry: sentry.prefault({ enabled: false }),
});

/** The whole of it, secrets included, with defaults. */
export type NodecgConfig = z.infer<typeof nodecgSchema>;

/** What is switched on needs these. The message is whole: it names its field itself. */
function demand(place: string, fields: readonly string[]) {
  return (value: { enabled: boolean }, context: z.RefinementCtx<unknown>): void => {
    if (!value.enabled) return;
    for (const field of fields) {
      if (typeof (value as Record<string, unknown>)[field] === 'string') continue;
      context.addIssue({ code: 'custom', path: [field], message: `"${place}.${field}" must be a string` });
    }
  };
}
