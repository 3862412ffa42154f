import { query } from '../../init.ts';

/** Whether every part answers, and whether what is on air is stored. */
export const health = query('health.read').query(({ ctx }) => ctx.gateway.system.health());
