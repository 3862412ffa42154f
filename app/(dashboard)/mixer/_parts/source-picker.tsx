'use client';

import { toast } from 'sonner';
import { sourcesOf, type CueStrip, type SourceOption } from '../../../_data/mixer.ts';
import { setSource, useUploadedSounds } from '../../../_data/use-mixer.ts';
import { Picker } from '../../../_ui/picker.tsx';
import { useTexts } from '../../../_ui/texts/texts-provider.tsx';
import { useCanMove } from './use-can-move.ts';

/** What a cue plays: nothing, the bundle's own sound, or an uploaded one. */
export function SourcePicker({ bundle, cue }: { bundle: string; cue: CueStrip }) {
  const { mixer: texts, errors } = useTexts();
  const canAct = useCanMove({ bundle, cue: cue.name });
  const { chosen, options } = sourcesOf(cue, useUploadedSounds(bundle));
  const label = ({ kind, base }: SourceOption): string =>
    kind === 'none'
      ? texts.none
      : kind === 'default'
        ? texts.defaultSound(base)
        : kind === 'missing'
          ? texts.missing(base)
          : base;
  const choose = async (value: string) => {
    const refusal = await setSource(bundle, cue.name, options.find((option) => option.value === value)?.file);
    if (refusal !== undefined) toast.warning(errors.refused, { description: refusal });
  };
  return (
    <Picker
      label={texts.sourceOf(cue.name)}
      value={chosen}
      options={options.map((option) => ({ value: option.value, label: label(option) }))}
      disabled={!canAct}
      onChange={(value) => void choose(value)}
      className="w-full"
    />
  );
}
