import type { AssetOverview } from '#contract/asset';
import type { BundleView } from '#contract/bundle';
import type { GraphicInstance } from '#contract/graphic';
import type { SharedLayouts } from '#contract/layout';
import type { Actor } from '#contract/replicant';
import type { SavedState } from '#contract/saved-state';
import { isAtLeast, type AccessAction } from '#contract/access';
import type { BundleAccess } from '#contract/bundle-access';
import type { AccessService } from './types.ts';

export type Sight = Pick<AccessService, 'allows' | 'seesEverything' | 'seesSomeOf'>;

/** What of a list somebody may see. What is hidden isn't in it, and nothing that is in it names it. */
export function visibleBundles(access: Sight, actor: Actor, bundles: readonly BundleView[]): BundleView[] {
  if (access.seesEverything(actor)) return [...bundles];
  return bundles.flatMap((bundle) => visibleBundle(access, actor, bundle) ?? []);
}

export function visibleBundle(access: Sight, actor: Actor, view: BundleView): BundleView | undefined {
  if (access.seesEverything(actor)) return view;
  const { name } = view;
  if (!access.seesSomeOf(actor, name)) return undefined;
  const { access: declared, ...rest } = view;
  const problems = access.allows(actor, 'bundle.see', { kind: 'bundle', bundle: name }) ? view.problems : [];
  return {
    ...rest,
    ...(declared === undefined ? {} : { access: visibleDemands(access, actor, name, declared) }),
    // They may name what is hidden: another bundle that this one needs.
    problems: problems.map(({ severity, file, line }) => ({
      severity,
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { line }),
      message: 'Something is wrong with this bundle. An administrator sees what.',
    })),
    panels: view.panels.filter((panel) => access.allows(actor, 'panel.open', { kind: 'panel', bundle: name, name: panel.name })),
    graphics: view.graphics.filter(({ url }) =>
      access.allows(actor, 'graphic.open', { kind: 'graphic', bundle: name, name: url }),
    ),
    dependencies: view.dependencies.filter((dependency) => access.seesSomeOf(actor, dependency.name)),
  };
}

/** Which roles a bundle asks for, but of nothing that this one may not see. */
function visibleDemands(access: Sight, actor: Actor, bundle: string, { bundle: whole, ...declared }: BundleAccess): BundleAccess {
  const seen = <T>(demands: Record<string, T> | undefined, isSeen: (name: string) => boolean) =>
    demands && Object.fromEntries(Object.entries(demands).filter(([name]) => isSeen(name)));
  const panels = seen(declared.panels, (name) => access.allows(actor, 'panel.open', { kind: 'panel', bundle, name }));
  const replicants = seen(declared.replicants, (name) =>
    access.allows(actor, 'replicant.read', { kind: 'replicant', bundle, name }),
  );
  const messages = seen(declared.messages, (name) => isAtLeast(actor.role, declared.messages?.[name]?.read ?? 'VIEWER'));
  return {
    ...(whole && { bundle: whole }),
    ...(panels && { panels }),
    ...(replicants && { replicants }),
    ...(messages && { messages }),
  };
}

export function visibleGraphics(access: Sight, actor: Actor, instances: readonly GraphicInstance[]): GraphicInstance[] {
  return instances.filter(({ bundle, url }) => access.allows(actor, 'graphic.list', { kind: 'graphic', bundle, name: url }));
}

export function visibleAssets(access: Sight, actor: Actor, overview: AssetOverview): AssetOverview {
  const bundles = overview.bundles.map(({ name, categories }) => ({
    name,
    categories: categories.filter((category) =>
      access.allows(actor, 'asset.read', { kind: 'assets', bundle: name, name: category.name }),
    ),
  }));
  return { ...overview, bundles: bundles.filter(({ categories }) => categories.length > 0) };
}

/** Of the whole show: only for who sees all of it. */
export function maySavedState(
  access: Sight,
  actor: Actor,
  action: Extract<AccessAction, 'saved.read' | 'saved.change'>,
  { namespace }: Pick<SavedState, 'namespace'>,
): boolean {
  if (namespace !== null) return access.allows(actor, action, { kind: 'bundle', bundle: namespace });
  return access.seesEverything(actor) && access.allows(actor, action, { kind: 'server' });
}

export function visibleLayouts(access: Sight, actor: Actor, { layouts }: SharedLayouts): SharedLayouts {
  const seen = layouts.filter(({ workspace }) => access.allows(actor, 'workspace.see', { kind: 'workspace', name: workspace }));
  if (access.seesEverything(actor)) return { layouts: seen };
  const isSeen = (id: string): boolean => mayOpen(access, actor, id);
  return {
    layouts: seen.map((shared) => ({
      ...shared,
      layout: {
        order: shared.layout.order.filter(isSeen),
        panels: Object.fromEntries(Object.entries(shared.layout.panels).filter(([id]) => isSeen(id))),
      },
    })),
  };
}

/** `<bundle>.<panel>`: both may have dots. Only what is some bundle's panel counts. */
function mayOpen(access: Sight, actor: Actor, id: string): boolean {
  const parts = id.split('.');
  return parts.slice(1).some((_, index) => {
    const [bundle, name] = [parts.slice(0, index + 1).join('.'), parts.slice(index + 1).join('.')];
    return access.allows(actor, 'panel.open', { kind: 'panel', bundle, name });
  });
}
