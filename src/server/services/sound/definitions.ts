import { createHash } from 'node:crypto';
import type { Json } from '#contract/json';
import { mutedKey, soundNamespace, soundSchemas } from '#contract/sound';
import type { ReplicantKey } from '#contract/replicant';
import type { ReplicantDefinition } from '#ports/replicant-definitions';

const volume = define(soundSchemas.volume, 100);
const muted = define(soundSchemas.muted, {});
const cues = define(soundSchemas.cues);

/** Rules of the sound replicants. `hasCues`: the bundle's manifest has sound cues, so that its `soundCues` is ours to define. */
export function soundDefinition(
  { namespace, name }: ReplicantKey,
  hasCues: (bundle: string) => boolean,
): ReplicantDefinition | undefined {
  if (namespace !== soundNamespace) return name === 'soundCues' && hasCues(namespace) ? cues : undefined;
  if (name.startsWith('volume:')) return volume;
  return name === mutedKey.name ? muted : undefined;
}

function define(json: Json, defaultValue?: Json): ReplicantDefinition {
  const sum = createHash('sha1').update(JSON.stringify(json)).digest('hex');
  return { schema: { json, sum }, ...(defaultValue !== undefined && { defaultValue }) };
}
