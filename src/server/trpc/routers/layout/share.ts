import { z } from 'zod';
import { layoutName, workspaceLayoutSchema, workspaceName } from '#contract/layout-schema';
import { mutation, unwrap } from '../../init.ts';

/** Saves an arrangement of a workspace for everybody. */
export const share = mutation('layout.share')
  .input(z.object({ name: layoutName, workspace: workspaceName, layout: workspaceLayoutSchema }))
  .mutation(async ({ ctx, input }) => unwrap(await ctx.gateway.layouts.share(input)));
