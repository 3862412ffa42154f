import { z } from 'zod';
import type { Json } from '#contract/json';
import { requestSchemas, type RequestName } from '#contract/wire';
import type { SocketCommand } from './host/sockets-protocol.ts';
import { socketBounds } from './host/sockets-protocol.ts';
import { logLevels, type SupervisorMessage } from './host/pipe-protocol.ts';

const bundle = z.string().max(256);
const text = z.string().max(65_536);
const fault = z.object({ message: text, file: text.optional(), line: z.number().int().optional() });
const requestNames = Object.keys(requestSchemas) as [RequestName, ...RequestName[]];

const json = z.unknown() as z.ZodType<Json>;
const args = z.array(json).max(socketBounds.args);
const event = z.string().max(socketBounds.nameLength);
const rooms = z.array(z.string().max(socketBounds.nameLength)).max(socketBounds.rooms);
const to = z.object({ rooms, except: rooms });
const ackId = z.number().int();
const command: z.ZodType<SocketCommand> = z.discriminatedUnion('do', [
  z.object({ do: z.literal('open') }),
  z.object({ do: z.literal('hear'), event }),
  z.object({ do: z.literal('emit'), to, event, args, ackId: ackId.optional() }),
  z.object({ do: z.literal('ack'), ackId, args }),
  z.object({ do: z.literal('unheard'), ackId }),
  z.object({ do: z.literal('greeted'), id: z.string().max(64) }),
  z.object({ do: z.enum(['join', 'leave']), to, rooms }),
  z.object({ do: z.literal('disconnect'), to, close: z.boolean() }),
]);

const schema: z.ZodType<SupervisorMessage> = z.discriminatedUnion('t', [
  z.object({ t: z.literal('request'), id: z.number().int(), bundle, name: z.enum(requestNames), payload: z.unknown() }),
  z.object({ t: z.literal('loaded'), bundle, fault: fault.optional() }),
  z.object({ t: z.literal('ready') }),
  z.object({ t: z.literal('serving') }),
  // What clients make bundles' code ask is never a reason to end the host.
  z.object({ t: z.literal('sockets'), command: command.optional().catch(undefined) }),
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
