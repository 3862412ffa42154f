'use client';

import type { PageError } from '#bundles/client/page-errors';
import { useTexts } from '../../_ui/texts/texts-provider.tsx';

/** Says on a panel that its script failed, and where: buttons of that page may do nothing. */
export function ScriptError({ error }: { error: PageError | undefined }) {
  const { workspace } = useTexts();
  if (!error) return null;
  return (
    <p role="alert" className="border-y border-warn/40 bg-warn-soft px-3 py-1.5 text-xs text-warn [overflow-wrap:anywhere]">
      <span className="font-semibold">{workspace.scriptError}:</span> {error.message}
      {error.file !== undefined && <span className="block font-mono">{placeOf(error, error.file)}</span>}
    </p>
  );
}

/** `dashboard/score.js:12`, as seen from the bundle's folder. */
function placeOf({ bundle, line }: PageError, file: string): string {
  const path = pathOf(file).replace(`/bundles/${bundle}/`, '');
  return line === undefined ? path : `${path}:${line}`;
}

/** A script names itself as it likes (`sourceURL`): what is no address stands as it is. */
function pathOf(file: string): string {
  try {
    return decodeURI(new URL(file, location.href).pathname);
  } catch {
    return file;
  }
}
