import type { z } from 'zod';
import type { BundleAccess } from '#contract/bundle-access';
import type { TypedMessage } from './define-message.ts';
import type { TypedReplicant } from './define-replicant.ts';

export type PanelOptions = {
  title: string;
  /** NodeCG's columns, 1 to 10. Leave out for a full-bleed panel. */
  width?: number;
  /** CSS colour, `#525F78` by default. */
  headerColor?: string;
  /** `default` when left out; lower-cased. */
  workspace?: string;
  fullbleed?: boolean;
  dialog?: boolean;
  dialogButtons?: { name: string; type: 'confirm' | 'dismiss' }[];
};

export type GraphicOptions = { title: string; width: number; height: number; singleInstance?: boolean };

export type BundleDefinition = {
  name: string;
  version: string;
  title: string;
  description?: string;
  bundleDependencies?: Record<string, string>;
  replicants: Record<string, TypedReplicant>;
  messages: Record<string, TypedMessage>;
  /** Each is `panels/<name>.tsx` in the bundle's folder. */
  panels: Record<string, PanelOptions>;
  /** Each is `graphics/<name>.ts` in the bundle's folder. */
  graphics: Record<string, GraphicOptions>;
  /** Accepts `cfg/<bundle>.json`; its defaults fill what is missing. */
  config?: z.ZodType;
  /** The roles that it asks for, beyond what everybody's role allows. */
  access?: BundleAccess;
};

/**
 * Describes a typed bundle. The names stay literal, so that panels, graphics and the extension are typed from
 * `typeof bundle` alone: in pages import it with `import type`, because its value brings zod along (96 KB).
 */
export function defineBundle<const B extends BundleDefinition>(bundle: B): B {
  return bundle;
}
