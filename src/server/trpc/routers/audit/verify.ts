import { mutation } from '../../init.ts';

/** Begins to look through the whole audit log. */
export const verify = mutation('audit.read').mutation(({ ctx }) => ctx.gateway.audit.verify());
