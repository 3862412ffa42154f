import { z } from 'zod';
import { limits } from '#contract/limits';
import { operationSchema } from '#contract/operation-schema';
import { declareSchema, jsonSchema, keySchema } from '#contract/wire';

const bundleName = keySchema.shape.namespace;
/** A page's or an object's field that may be missing or anything: then it doesn't count. */
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** What NodeCG's clients send (compat.md A.5). Options that only mattered inside NodeCG are left out. */
export const payloads = {
  declare: keySchema.extend({
    opts: z
      .object({
        defaultValue: jsonSchema.optional(),
        persistent: optional(z.boolean()),
        schemaPath: optional(declareSchema.shape.schemaPath.unwrap()),
      })
      .default({}),
  }),
  propose: keySchema.extend({
    operations: z.array(operationSchema).min(1).max(limits.operationsPerProposal),
    /** The server rebases, so a revision that is missing or odd does no harm. */
    revision: optional(z.number().int().min(0)),
    schemaSum: z.string().max(256).optional(),
    opts: optional(
      z.object({ persistent: optional(z.boolean()), schemaPath: optional(declareSchema.shape.schemaPath.unwrap()) }),
    ),
  }),
  read: keySchema,
  message: z.object({ bundleName, messageName: keySchema.shape.name, content: jsonSchema.optional() }),
  registerSocket: z.object({
    bundleName,
    pathName: z.string().max(2_048).startsWith('/bundles/'),
    timestamp: optional(z.number().min(0)),
    bundleVersion: optional(z.string().max(256)),
    bundleGit: optional(z.object({ hash: z.string().max(64) })),
  }),
  pathName: z.string().max(2_048),
  bundleName,
  graphic: z.object({ url: z.string().max(2_048) }),
  instance: z.object({ socketId: z.string().max(64) }),
} as const;
