'use client';

import { soundCuesKey, volumeKey } from '#contract/sound';
import type { FaderTarget } from '../../../_data/mixer.ts';
import { useCanDo } from '../../../_live/use-can-do.ts';

/** Whether somebody may move this fader: the master is the whole show's, every other one its bundle's. */
export function useCanMove({ bundle, cue }: FaderTarget): boolean {
  const { name } = bundle !== undefined && cue !== undefined ? soundCuesKey(bundle) : volumeKey(bundle);
  return useCanDo('replicant.write', { kind: 'replicant', bundle: bundle ?? '', name });
}
