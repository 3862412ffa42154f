import type { ReplicantKey } from '#contract/replicant';
import { keySchema } from '#contract/wire';

/** Rooms that are remembered with what they mean; a storm of returning pages names the same ones over and over. */
const maxKnown = 20_000;
const known = new Map<string, ReplicantKey | undefined>();

/** The replicant of a room `replicant:<namespace>:<name>`; names may contain colons, namespaces (bundles) don't. Undefined: a room without events. */
export function keyOfRoom(room: string): ReplicantKey | undefined {
  if (known.has(room)) return known.get(room);
  const key = parseRoom(room);
  if (known.size >= maxKnown) known.clear();
  if (room.length < 1_024) known.set(room, key);
  return key;
}

function parseRoom(room: string): ReplicantKey | undefined {
  const [, namespace, name] = /^replicant:([^:]+):(.+)$/s.exec(room) ?? [];
  const parsed = keySchema.safeParse({ namespace, name });
  return parsed.success ? parsed.data : undefined;
}
