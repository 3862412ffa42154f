import { z } from 'zod';
import { mostPanels } from './change-layout.ts';
import { leastHeightPx, mostColumns, mostHeightPx, type LayoutChange } from './layout.ts';
import { limits } from './limits.ts';

/** `<bundle>.<panel>`. `__proto__` would be lost as a property. */
const panelId = z
  .string()
  .min(1)
  .max(2 * limits.nameLength)
  .refine((id) => id !== '__proto__', 'is no panel');
export const workspaceName = z
  .string()
  .min(1)
  .max(limits.nameLength)
  .refine((name) => name !== '__proto__', 'is no workspace');
const columns = z.number().int().min(1).max(mostColumns);
const heightPx = z.number().int().min(leastHeightPx).max(mostHeightPx);
const order = z.array(panelId).max(mostPanels);

const arrangement = z.strictObject({
  collapsed: z.boolean().exactOptional(),
  columns: columns.exactOptional(),
  heightPx: heightPx.exactOptional(),
});

export const workspaceLayoutSchema = z.strictObject({
  order,
  panels: z
    .record(panelId, arrangement)
    .refine((panels) => Object.keys(panels).length <= mostPanels, `must not be more than ${mostPanels} panels`),
});

const workspace = { workspace: workspaceName };

/** One change of a layout, as a browser sends it. */
export const layoutChangeSchema: z.ZodType<LayoutChange> = z.discriminatedUnion('kind', [
  z.object({ ...workspace, kind: z.literal('move'), panel: panelId, after: panelId.nullable(), among: order }),
  z.object({
    ...workspace,
    kind: z.literal('arrange'),
    panel: panelId,
    collapsed: z.boolean().nullable().exactOptional(),
    columns: columns.nullable().exactOptional(),
    heightPx: heightPx.nullable().exactOptional(),
  }),
  z.object({ ...workspace, kind: z.literal('reset-panel'), panel: panelId }),
  z.object({ ...workspace, kind: z.literal('reset') }),
  z.object({ ...workspace, kind: z.literal('put'), layout: workspaceLayoutSchema }),
  z.object({ ...workspace, kind: z.literal('adopt'), layout: workspaceLayoutSchema }),
]);
export const layoutChangesSchema = z.array(layoutChangeSchema).min(1).max(100);

export const layoutName = z.string().trim().min(1).max(80);
export const layoutId = z.string().min(1).max(64);

/** What `layout.edit` changes; what is absent stays. */
export const sharedEditSchema = z.object({
  layout: workspaceLayoutSchema.exactOptional(),
  name: layoutName.exactOptional(),
  isDefault: z.boolean().exactOptional(),
});
