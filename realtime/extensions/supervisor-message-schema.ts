import { z } from 'zod';
import { requestSchemas, type RequestName } from '#contract/wire';
import { logLevels, type SupervisorMessage } from './host/pipe-protocol.ts';

const bundle = z.string().max(256);
const text = z.string().max(65_536);
const fault = z.object({ message: text, file: text.optional(), line: z.number().int().optional() });
const requestNames = Object.keys(requestSchemas) as [RequestName, ...RequestName[]];

const schema: z.ZodType<SupervisorMessage> = z.discriminatedUnion('t', [
  z.object({ t: z.literal('request'), id: z.number().int(), bundle, name: z.enum(requestNames), payload: z.unknown() }),
  z.object({ t: z.literal('loaded'), bundle, fault: fault.optional() }),
  z.object({ t: z.literal('ready') }),
  z.object({ t: z.literal('serving') }),
  z.object({ t: z.literal('beat'), count: z.number(), rss: z.number() }),
  z.object({ t: z.literal('log'), bundle, level: z.enum(logLevels), text }),
  z.object({ t: z.literal('crash'), bundle: bundle.optional(), fault }),
]);

/** A line from an extension host, where code of strangers runs and could write anything; undefined when it isn't one of ours. */
export function parseSupervisorMessage(line: string): SupervisorMessage | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
