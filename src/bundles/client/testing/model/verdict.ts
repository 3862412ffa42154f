import { isDeepStrictEqual } from 'node:util';
import type { Json } from '#contract/json';
import { namespace, type Entry, type Game } from './game.ts';
import { digitOf } from './plain-values.ts';
import { auditHistory, type Line } from './witness.ts';

/** What is wrong when everything is quiet: nothing, or a line for each thing. */
export async function judge(game: Game): Promise<string[]> {
  const problems: string[] = [];
  for (const name of game.focus) {
    const line = game.witness.lines.get(name);
    if (line) problems.push(...(await judgeReplicant(game, name, line)));
  }
  for (const entry of game.ledger) problems.push(...judgeEntry(game, entry).map((text) => `${nameOf(entry)}: ${text}`));
  for (const { name, of, revision } of game.restored) {
    const states = game.witness.lines.get(name)?.states ?? [];
    if (!isDeepStrictEqual(states[revision]?.value, states[of]?.value))
      problems.push(`${name}: revision ${revision} isn't what was restored, ${of}`);
  }
  return [...game.witness.problems, ...problems];
}

async function judgeReplicant(game: Game, name: string, line: Line): Promise<string[]> {
  const { pair, players } = game;
  const problems: string[] = [];
  const newest = line.states.at(-1);
  const onServer = await pair.run.replicants.read({ namespace, name });
  if (onServer && (onServer.revision !== newest?.revision || !isDeepStrictEqual(onServer.value, newest.value)))
    problems.push(
      `${name}: the server is at ${onServer.revision} ${short(onServer.value)}, the model at ${newest?.revision} ${short(newest?.value)}`,
    );
  for (const { name: who, held } of players) {
    const replicant = held.get(name);
    if (!replicant) continue;
    const shown = replicant.snapshot() as Json | undefined;
    if (!isDeepStrictEqual(shown, newest?.value) || !isDeepStrictEqual(replicant.value, newest?.value))
      problems.push(`${who} shows ${name} as ${short(shown)}, it is ${short(newest?.value)}`);
    if (replicant.revision !== newest?.revision)
      problems.push(`${who} has ${name} at ${replicant.revision}, it is at ${newest?.revision}`);
  }
  for (const { value, revision } of line.states)
    problems.push(...judgeState(name, value).map((text) => `${name} at ${revision}: ${text}`));
  for (const [index, state] of line.states.entries()) {
    const others = name === 'parts' ? strangers(game, line, index) : [];
    if (others.length > 0) problems.push(`parts at ${state.revision}: ${state.by} changed ${others.join(', ')}`);
  }
  return problems;
}

/** `deep-merge`: fields of others that one's own write changed. Where the state that its writer saw went with an earlier run, the fields that were written count. */
function strangers({ ledger }: Game, { states, tokens }: Line, index: number): string[] {
  const [before, after] = [states[index - 1], states[index]];
  if (!before || !after) return [];
  const isLate = ledger.some(
    ({ replicant, token, epoch }) =>
      replicant === 'parts' && tokens.get(token)?.includes(after.revision) && epoch !== after.stamp,
  );
  if (isLate) return [];
  const fields = new Set([...Object.keys(before.value as object), ...Object.keys(after.value as object)]);
  const at = (value: Json, field: string): Json | undefined => (value as Record<string, Json>)[field];
  return [...fields].filter((field) => field !== after.by && at(before.value, field) !== at(after.value, field));
}

function judgeState(name: string, value: Json): string[] {
  if (name === 'valid') {
    const { n, who } = value as { n: unknown; who: unknown };
    const isValid = Number.isInteger(n) && Number(n) >= 0 && Number(n) <= 100 && typeof who === 'string';
    return isValid ? [] : [`invalid: ${short(value)}`];
  }
  if (name !== 'tags') return [];
  const ids = (value as { id: string }[]).map(({ id }) => id);
  return ids.length === new Set(ids).size ? [] : [`a tag is there twice: ${short(value)}`];
}

function judgeEntry(game: Game, entry: Entry): string[] {
  return entry.sum ? judgeSum(game, entry, entry.sum) : judgeToken(game, entry);
}

/** Its client's line held from then to now, nothing refused it and no run was killed: it must have been made. */
function isCertain(game: Game, { how, outcome, connection, player }: Entry): boolean {
  return (
    how === 'plain' &&
    outcome === 'open' &&
    connection === player.connection &&
    player.link.connected &&
    !game.pair.run.replicants.durability().detail
  );
}

function judgeSum(game: Game, entry: Entry, { field, exponent }: { field: string; exponent: number }): string[] {
  const newest = game.witness.lines.get(entry.replicant)?.states.at(-1)?.value as Record<string, number>;
  const times = digitOf(newest[field] ?? 0, exponent);
  const mustBe = entry.outcome === 'durable' || (isCertain(game, entry) && entry.kills === game.kills);
  if (mustBe && times !== 1) return [`counted ${times} times, though certain (${entry.outcome})`];
  if (entry.outcome === 'refused' && times !== 0) return [`refused, but counted`];
  return times > 1 ? [`counted ${times} times`] : [];
}

function judgeToken(game: Game, entry: Entry): string[] {
  const { replicant, token, outcome, revision } = entry;
  const line = game.witness.lines.get(replicant);
  if (!line) return [];
  const made = (line.tokens.get(token) ?? []).filter((one) => holds(line, one, token));
  if (entry.isInvalid && line.tokens.has(token)) return ['invalid, but it was on air'];
  if (outcome === 'refused') {
    const wasOnAir = line.tokens.has(token) && (entry.kills === game.kills || made.length > 0);
    return wasOnAir ? ['refused, but it was on air'] : [];
  }
  // After a restart the revision of a retried change is that of its row's end.
  if (outcome === 'durable' && !made.some((one) => one <= (revision ?? -1)))
    return [`acknowledged as revision ${revision}, which doesn't have it`];
  if (!entry.isInvalid && isCertain(game, entry) && !line.tokens.has(token) && !isReplaced(game, entry))
    return ['certain, but never on air'];
  if (replicant !== 'tags') return [];
  const isThere = line.states.at(-1)?.value !== undefined && holds(line, line.states.length - 1, token);
  if (outcome === 'durable' && !isThere && !game.removed.has(token)) return ['acknowledged, and missing'];
  return [];
}

/** Its own writer assigned the whole again, perhaps before the first was on its way: of the two only the difference goes on air. */
function isReplaced({ ledger }: Game, { replicant, player, token }: Entry): boolean {
  const own = ledger.filter((entry) => entry.replicant === replicant && entry.player === player && entry.how === 'plain');
  return replicant === 'parts' && own.at(-1)?.token !== token;
}

function holds({ states }: Line, revision: number, token: string): boolean {
  return JSON.stringify(states[revision]?.value ?? null).includes(`"${token}"`);
}

/** Everything is stored: the history must lead to the value and back. */
export async function judgeHistory(game: Game): Promise<string[]> {
  const problems: string[] = [];
  for (const name of game.focus) {
    const rows = await game.pair.log.history({ namespace, name }, { limit: 100_000 });
    const line = game.witness.lines.get(name);
    if (line) problems.push(...auditHistory(name, line, rows.toReversed()));
  }
  return problems;
}

function nameOf({ token, replicant, player, how, sum }: Entry): string {
  return `${how} write ${token} of ${player.name} on ${replicant}${sum ? ` (4^${sum.exponent} on ${sum.field})` : ''}`;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 300);
}
