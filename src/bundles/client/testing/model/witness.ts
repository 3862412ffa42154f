import { isDeepStrictEqual } from 'node:util';
import type { BusEventOf } from '#contract/events';
import type { Json } from '#contract/json';
import type { HistoryEntry, ReplicantPosition } from '#contract/replicant';
import { differences, interpret } from './plain-values.ts';

/** A state that was on air. `owners`: who changed each place last. */
export type State = { revision: number; stamp: string; value: Json; by: string; owners: ReadonlyMap<string, string> };

/** One replicant as a plain model has it: its states by revision, and all that were ever on air, also those that a kill took back. */
export type Line = { states: State[]; everOnAir: Map<number, Json[]>; tokens: Map<string, number[]> };

/** What is on air, written down independently of what the product thinks of it. */
export type Witness = {
  lines: Map<string, Line>;
  hear(event: BusEventOf<'replicant.changed'>): void;
  /** A run ended: this is the newest state that storage has. Undefined: nothing but perhaps the default. */
  survive(name: string, stored: ReplicantPosition | undefined): void;
  problems: string[];
};

export function createWitness(defaults: Record<string, Json>): Witness {
  const problems: string[] = [];
  const lines = new Map(Object.entries(defaults).map(([name, value]): [string, Line] => [name, startLine(value)]));
  const hear: Witness['hear'] = ({ key: { name }, revision, stamp, operations, actor }) => {
    const line = lines.get(name);
    const before = line?.states.at(-1);
    if (!line || !before) return;
    if (revision !== before.revision + 1) return void problems.push(`${name}: revision ${revision} follows ${before.revision}`);
    const value = interpret(before.value, operations) ?? null;
    const owners = new Map(before.owners);
    for (const leaf of differences(before.value, value)) owners.set(leaf, actor.id);
    line.states.push({ revision, stamp, value, by: actor.id, owners });
    remember(line, revision, value);
    for (const [token] of new Set(JSON.stringify(operations).matchAll(/t\d+\$/g))) {
      line.tokens.set(token, [...(line.tokens.get(token) ?? []), revision]);
    }
  };
  const survive: Witness['survive'] = (name, stored) => {
    const line = lines.get(name);
    if (!line) return;
    const newest = line.states[stored?.revision ?? 0];
    if (stored && stored.revision > 0 && newest?.stamp !== stored.stamp)
      problems.push(`${name}: storage has a state that never was on air`);
    line.states.length = (stored?.revision ?? 0) + 1;
  };
  return { lines, hear, survive, problems };
}

function startLine(value: Json): Line {
  const line: Line = {
    states: [{ revision: 0, stamp: '', value, by: '', owners: new Map() }],
    everOnAir: new Map(),
    tokens: new Map(),
  };
  remember(line, 0, value);
  return line;
}

function remember({ everOnAir }: Line, revision: number, value: Json): void {
  const known = everOnAir.get(revision) ?? [];
  if (!known.some((one) => isDeepStrictEqual(one, value))) everOnAir.set(revision, [...known, value]);
}

/** What is wrong with a stored history, which must lead from its start to the line's newest state, row by row, and back. */
export function auditHistory(name: string, line: Line, rows: HistoryEntry[]): string[] {
  const problems: string[] = [];
  const newest = line.states.at(-1);
  let at = line.states[0];
  for (const row of withoutCovered(rows)) {
    const end = line.states[row.revision];
    if (row.fromRevision !== at?.revision)
      problems.push(`${name}: row ${row.revision} starts at ${row.fromRevision}, not at ${at?.revision}`);
    if (!end || end.stamp !== row.stamp) problems.push(`${name}: row ${row.revision} is of no state that is left`);
    else if (!isDeepStrictEqual(interpret(at?.value, row.operations), end.value))
      problems.push(`${name}: row ${row.revision} does not lead to its state`);
    else if (row.inverse && !isDeepStrictEqual(interpret(end.value, row.inverse), at?.value))
      problems.push(`${name}: row ${row.revision} can't be turned back`);
    else if (!row.inverse) problems.push(`${name}: row ${row.revision} can't be turned back at all`);
    problems.push(...auditUndo(name, line, row));
    at = end;
  }
  if (at?.revision !== newest?.revision)
    problems.push(`${name}: the history ends at ${at?.revision}, the value at ${newest?.revision}`);
  return problems;
}

/** A row that storage had without having said so is there again in an overwrite that covers it. */
function withoutCovered(rows: HistoryEntry[]): HistoryEntry[] {
  return rows.filter((row, index) => !rows.slice(index + 1).some((later) => later.fromRevision < row.revision && isWhole(later)));
}

function isWhole({ operations }: HistoryEntry): boolean {
  return operations.every(({ path, method }) => path === '/' && method === 'overwrite');
}

/** An undo or redo changes only what its actor changed last. */
function auditUndo(name: string, { states }: Line, { cause, fromRevision, revision, actor }: HistoryEntry): string[] {
  const [before, after] = [states[fromRevision], states[revision]];
  if (!before || !after || (cause?.kind !== 'undo' && cause?.kind !== 'redo')) return [];
  return differences(before.value, after.value)
    .filter((leaf) => before.owners.get(leaf) !== actor.id)
    .map(
      (leaf) =>
        `${name}: ${cause.kind} as revision ${revision} by ${actor.id} touched ${leaf}, which ${before.owners.get(leaf) ?? 'nobody'} changed last`,
    );
}
