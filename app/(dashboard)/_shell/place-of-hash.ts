import type { Places } from '../../_data/workspaces.ts';

const pages: Readonly<Record<string, string>> = {
  graphics: '/graphics',
  mixer: '/mixer',
  assets: '/assets',
  settings: '/settings',
};

/**
 * The place that NodeCG's hash route means, decoded (compat.md A.6); undefined for anything else. NodeCG takes a full-bleed panel by its
 * name alone, of which two bundles may have the same: `#fullbleed/<bundle>/<panel>` tells them apart, as NodeCG's own inner name does.
 */
export function placeOfHash(hash: string, { workspaces, fullbleeds }: Places): string | undefined {
  const [kind = '', ...rest] = hash.replace(/^#\/?/, '').split('/');
  const name = rest.join('/');
  if (name === '') return Object.hasOwn(pages, kind) ? pages[kind] : undefined;
  if (kind === 'workspace') return (workspaces.find((it) => it.name === name.toLowerCase()) ?? fullbleedOf(name))?.href;
  if (kind === 'fullbleed') return fullbleedOf(name)?.href;
  return undefined;

  function fullbleedOf(text: string) {
    return (
      fullbleeds.find(({ bundle, panel }) => text === `${bundle.name}/${panel.name}`) ??
      fullbleeds.find(({ panel }) => text === panel.name) ??
      fullbleeds.find(({ bundle, panel }) => text === `__nodecg_fullbleed__${bundle.name}_${panel.name}`)
    );
  }
}
