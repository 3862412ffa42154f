import { useConnection, useReplicant } from '#bundles/client/react';
import { createBundleApi } from '#bundles/client/typed';
import type { MessageInput, MessageName, ReplicantName, ReplicantValue } from '#bundles/sdk/index';
import type { Scoreboard } from '../../bundle.ts';
import { texts } from './language.ts';

/** Whether what was asked for happened; if not, why, in words for the operator. */
export type Outcome = { ok: true } | { ok: false; message: string };

type Change<N extends ReplicantName<Scoreboard>> = (value: ReplicantValue<Scoreboard, N>) => string | void | undefined;

const api = createBundleApi<Scoreboard>('scoreboard');
export const serverNow = api.serverNow;

/** Undefined until it is first known; the last one while disconnected. */
export function useValue<N extends ReplicantName<Scoreboard>>(name: N): ReplicantValue<Scoreboard, N> | undefined {
  return useReplicant(api, name);
}

export function useConnected(): boolean {
  return useConnection(api);
}

/** Sends a command to the extension and waits for its answer. */
export async function send<N extends MessageName<Scoreboard>>(name: N, input: MessageInput<Scoreboard, N>): Promise<Outcome> {
  const answer = await api.send(name, input);
  return answer.ok ? { ok: true } : refused(answer.error);
}

/** Changes a replicant in place, starting from its newest value; a text that `change` returns is the reason not to. */
export async function write<N extends ReplicantName<Scoreboard>>(name: N, change: Change<N>): Promise<Outcome> {
  const written = await api.write(name, change);
  return written.ok ? written : refused(written);
}

function refused({ code, message }: { code: string; message: string }): Outcome {
  if (code === 'disconnected') return { ok: false, message: texts.unknownOutcome };
  // Nobody there, or nobody who answers: for the operator both are the show logic, which the server starts again by itself.
  if (code === 'no-listener' || code === 'timeout') return { ok: false, message: texts.logicDown };
  return { ok: false, message };
}
