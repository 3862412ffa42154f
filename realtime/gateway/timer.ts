import { success } from '#contract/result';
import { serverNow } from '#runtime/server-clock';
import { commandTimer } from '#services/replicant/index';
import type { Handlers } from './session.ts';

export const timerHandlers: Handlers<'timer'> = {
  async timer({ connection }, { command, durable, ...key }, { replicants }) {
    const result = await commandTimer(replicants, { key, command, serverNow }, connection.actor, { durable });
    return result.ok ? success({ revision: result.value.revision, stamp: result.value.stamp }) : result;
  },
};
