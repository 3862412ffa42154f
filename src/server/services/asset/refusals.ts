import { maySteer } from '#contract/access';
import type { AssetCategoryView, AssetFolder } from '#contract/asset';
import { isAllowedType, problemOfAssetName, type AssetNameProblem } from '#contract/asset-name';
import type { Actor } from '#contract/replicant';
import { failure, type Result } from '#contract/result';
import type { AssetError } from './types.ts';

const nameProblems: Record<AssetNameProblem, string> = {
  empty: 'The file has no name.',
  hidden: 'Names that begin with a dot are for hidden files. Rename it.',
  separator: 'A name can’t contain a slash or backslash. Rename the file.',
  control: 'The name contains characters that can’t be seen. Rename the file.',
  reserved: 'Windows reserves this name for a device. Rename the file.',
  ending: 'A name can’t end with a dot or a space. Rename the file.',
  long: 'The name is longer than 255 bytes, which no disk can hold. Shorten it.',
};

/** Who may change no files at all; which ones, the access service says. */
export function refuseActor(actor: Actor): Result<never, AssetError> | undefined {
  if (maySteer(actor)) return undefined;
  return failure({ code: 'forbidden', message: 'Viewers may look at files, but not add or delete them. Ask an operator.' });
}

export function unknownCategory({ namespace, category }: AssetFolder): AssetError {
  return {
    code: 'unknown-category',
    message: `There is no asset category "${category}" in a running bundle "${namespace}". Check "nodecg.assetCategories" in its package.json.`,
  };
}

/** Undefined: this category takes a file of that name. */
export function refuseFile(base: string, { title, allowedTypes }: AssetCategoryView): AssetError | undefined {
  const problem = problemOfAssetName(base);
  if (problem) return { code: 'bad-name', message: nameProblems[problem] };
  if (isAllowedType(base, allowedTypes)) return undefined;
  const types = (allowedTypes ?? []).map((type) => type.toUpperCase()).join(', ');
  return { code: 'wrong-type', message: `${base}: "${title}" takes ${types} only.` };
}
