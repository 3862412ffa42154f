import { query, unwrap } from '../../init.ts';

/** How I arranged my workspaces, and the layouts for everybody. */
export const read = query('layout.own').query(async ({ ctx }) => unwrap(await ctx.gateway.layouts.read()));
