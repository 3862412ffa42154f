import type { Actor, ReplicantError, ReplicantKey, ReplicantKind, Snapshot } from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';
import type { Json } from '#contract/json';
import { problemOfTimer, stoppedTimer, timerOperations, type TimerCommand } from '#contract/timer';
import type { ReplicantDefinition } from '#ports/replicant-definitions';
import type { ProposeOptions, ReplicantService } from './types.ts';

/** `serverNow`: the clock that clients are told, in milliseconds. It is read when the command's turn has come. */
export type TimerChange = { key: ReplicantKey; command: TimerCommand; serverNow: () => number };

/** Carries out a command on the newest state of a timer. One that changes nothing makes no revision (SPEC.md T1 to T9). */
export async function commandTimer(
  replicants: Pick<ReplicantService, 'change'>,
  { key, command, serverNow }: TimerChange,
  actor: Actor,
  options?: ProposeOptions,
): Promise<Result<Snapshot, ReplicantError>> {
  let unchanged: Snapshot | undefined;
  const answer = await replicants.change(
    {
      key,
      make(current, cell) {
        unchanged = undefined;
        if (cell.kind !== 'timer') return failure({ code: 'invalid-operation', message: noTimer(key) });
        const made = timerOperations(current.value, command, serverNow());
        if (!made.ok) return failure({ ...made.error, current });
        if (made.value.length > 0) return success({ operations: made.value });
        unchanged = current;
        return failure({ code: 'stale', message: 'There is nothing to change.', current });
      },
    },
    actor,
    options,
  );
  return unchanged ? success(unchanged) : answer;
}

function noTimer({ namespace, name }: ReplicantKey): string {
  return `The replicant "${name}" of "${namespace}" is no timer. Declare it as one before anybody declares it otherwise: nodecg.Timer("${name}").`;
}

/** What a bundle says about a replicant, and what its kind demands besides. */
export function definitionOfKind(
  kind: ReplicantKind,
  definition: ReplicantDefinition | undefined,
): ReplicantDefinition | undefined {
  if (kind !== 'timer') return definition;
  return { ...definition, validate: (value) => checkTimer(value) ?? definition?.validate?.(value) };
}

function checkTimer(value: Json): { path: string; message: string } | undefined {
  const problem = problemOfTimer(value);
  if (problem === undefined) return undefined;
  const [field = '', ...rest] = problem.split(' ');
  return Object.hasOwn(stoppedTimer, field) ? { path: `/${field}`, message: rest.join(' ') } : { path: '', message: problem };
}

/** The default where nobody gives one. */
export function defaultOfKind(kind: ReplicantKind): Json | undefined {
  return kind === 'timer' ? stoppedTimer : undefined;
}
