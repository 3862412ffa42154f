import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { hasOwnRules } from './has-own-rules.ts';
import { firstPartyDefinitions } from '#bundles/index';
import type { BundleDefinition } from '#bundles/sdk/index';
import { bundleAccessSchema } from '#contract/bundle-access';
import type { GraphicView, PanelView } from '#contract/bundle';
import type { Json, JsonObject } from '#contract/json';
import type { ReplicantDefinition } from '#ports/replicant-definitions';
import type { FirstPartyBundle, Manifest } from '#services/bundle/types';

type TypedReplicant = BundleDefinition['replicants'][string];

/**
 * The typed bundles as the bundle service takes them. Reads only whether built extensions exist, so it may run before
 * anything is built. Throws for a definition that contradicts itself: that is a bug in the bundle, found by its first start.
 */
export function firstPartyBundles(
  projectDir: string,
  definitions: readonly BundleDefinition[] = firstPartyDefinitions,
): FirstPartyBundle[] {
  return definitions.map((definition) => firstPartyBundle(definition, path.join(projectDir, 'dist', 'bundles', definition.name)));
}

function firstPartyBundle(bundle: BundleDefinition, dir: string): FirstPartyBundle {
  const extensionEntry = path.join(dir, 'extension.mjs');
  const replicants = Object.entries(bundle.replicants).map(
    ([name, replicant]) => [name, replicantDefinition(bundle, name, replicant)] as const,
  );
  return {
    manifest: manifestOf(bundle),
    dir,
    ...(existsSync(extensionEntry) && { extensionEntry }),
    replicants: new Map(replicants),
    ...(bundle.config && { configSchema: jsonSchemaOf(bundle.config, 'input') }),
  };
}

function replicantDefinition(bundle: BundleDefinition, name: string, replicant: TypedReplicant): ReplicantDefinition {
  const validate = validatorOf(replicant.schema);
  const defaultValue = replicant.default as Json;
  const problem = validate(defaultValue);
  if (problem)
    throw new Error(
      `The default of replicant "${name}" in bundle "${bundle.name}" breaks its own schema at ${problem.path || '/'}: ${problem.message}`,
    );
  const json = jsonSchemaOf(replicant.schema, 'output');
  return {
    ...(json !== undefined && { schema: { json, sum: sha1(json) } }),
    validate,
    schemaIsComplete: json !== undefined && !hasOwnRules(replicant.schema),
    defaultValue,
    persistent: replicant.persistent,
    kind: replicant.kind,
    ...(replicant.merge && { merge: replicant.merge }),
  };
}

/** The first thing that is wrong, with its place as a JSON pointer. Parsing must not change the value: what is written is what is stored. */
function validatorOf(schema: z.ZodType): (value: Json) => { path: string; message: string } | undefined {
  return (value) => {
    const issue = schema.safeParse(value).error?.issues[0];
    return issue && { path: issue.path.map((key) => `/${String(key)}`).join(''), message: issue.message };
  };
}

/** Undefined for what JSON Schema can't say (transforms, dates, …): then only the server validates. */
function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Json | undefined {
  try {
    return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io }))) as Json;
  } catch {
    return undefined;
  }
}

function manifestOf(bundle: BundleDefinition): Manifest {
  const panels = Object.entries(bundle.panels).map(([name, panel]) => panelView(bundle.name, name, panel));
  const graphics = Object.entries(bundle.graphics).map(([name, graphic]) => graphicView(bundle.name, name, graphic));
  return {
    name: bundle.name,
    version: bundle.version,
    ...(bundle.description !== undefined && { description: bundle.description }),
    bundleDependencies: { ...bundle.bundleDependencies },
    panels,
    graphics,
    mounts: [],
    assetCategories: [],
    soundCues: [],
    transformBareModuleSpecifiers: false,
    ...accessOf(bundle),
    raw: packageJsonOf(bundle, panels, graphics),
  };
}

function accessOf({ name, panels, access }: BundleDefinition): Pick<Manifest, 'access'> {
  if (!access) return {};
  const parsed = bundleAccessSchema.safeParse(access);
  if (!parsed.success) throw new Error(`The access of bundle "${name}" is wrong: ${z.prettifyError(parsed.error)}`);
  const unknown = Object.keys(access.panels ?? {}).find((panel) => !Object.hasOwn(panels, panel));
  if (unknown !== undefined) throw new Error(`The access of bundle "${name}" names a panel that it doesn't have: "${unknown}"`);
  return { access: parsed.data };
}

function panelView(bundle: string, name: string, panel: BundleDefinition['panels'][string]): PanelView {
  const {
    title,
    width = 1,
    headerColor = '#525F78',
    workspace = 'default',
    fullbleed = false,
    dialog = false,
    dialogButtons = [],
  } = panel;
  const file = `${name}.html`;
  const url = `/bundles/${bundle}/dashboard/${file}`;
  return { name, title, width, headerColor, workspace: workspace.toLowerCase(), fullbleed, dialog, dialogButtons, url, file };
}

function graphicView(bundle: string, name: string, graphic: BundleDefinition['graphics'][string]): GraphicView {
  const { title, width, height, singleInstance = false } = graphic;
  const file = `${name}.html`;
  return { file, title, width, height, singleInstance, url: `/bundles/${bundle}/graphics/${file}` };
}

/** What a drop-in bundle of the same content would say, for extensions that read their manifest. */
function packageJsonOf(bundle: BundleDefinition, panels: PanelView[], graphics: GraphicView[]): JsonObject {
  return {
    name: bundle.name,
    version: bundle.version,
    ...(bundle.description !== undefined && { description: bundle.description }),
    ...(bundle.access && { 'nodecg-next': { access: bundle.access as Json } }),
    nodecg: {
      bundleDependencies: { ...bundle.bundleDependencies },
      dashboardPanels: panels.map(({ name, title, file, width, headerColor, workspace }) => ({
        name,
        title,
        file,
        width,
        headerColor,
        workspace,
      })),
      graphics: graphics.map(({ file, width, height, singleInstance }) => ({ file, width, height, singleInstance })),
    },
  };
}

function sha1(json: Json): string {
  return createHash('sha1').update(JSON.stringify(json)).digest('hex');
}
