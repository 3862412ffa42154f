import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../src/contract/json.ts';
import type { Operation } from '../../src/contract/operations.ts';
import type { HistoryEntry } from '../../src/contract/replicant.ts';
import type { Replies, RequestInput } from '../../src/contract/wire.ts';
import { createChance, type Chance } from '../../src/bundles/client/testing/model/chance.ts';
import { digitOf, digits, interpret } from '../../src/bundles/client/testing/model/plain-values.ts';
import { WireClient } from '../fixtures/client.ts';
import { databasePids } from '../fixtures/database.ts';
import { Follower } from '../fixtures/follower.ts';
import type { Server } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';

// The web server and the extensions take no part in this.
test.use({ env: { ROLES: 'gateway' } });

const rounds = 20;
const namespace = 'live-score';
/** `sums`: exact additions. `list`: exact items. `turns`: read, change, write back. `doc`: unwatched writes, undo and restore. */
const defaults: Record<string, Json> = { sums: {}, list: [], turns: { n: 0 }, doc: { title: '', a: 0 } };

type Proposal = RequestInput<'propose'>;
type Answer = Replies['propose'] | undefined;
/** Every addition that was ever asked for, and what was acknowledged of the rest. */
type Ledger = {
  additions: { field: string; exponent: number }[];
  pushed: Set<string>;
  asked: Set<string>;
  turns: { made: number; unknown: number };
  acknowledged: number;
};
type Player = { follower: Follower; chance: Chance; role: string; /** Additions whose answer never came. */ open: Proposal[] };
type Line = { client: WireClient; cut: Promise<undefined>; ask(proposal: Proposal): Promise<Answer> };

async function openLine(server: Server): Promise<Line> {
  const client = await WireClient.connect(server.url);
  const cut = new Promise<undefined>((resolve) => client.socket.once('disconnect', () => resolve(undefined)));
  const ask = (proposal: Proposal): Promise<Answer> =>
    Promise.race([client.request('propose', proposal).catch(() => undefined), cut]);
  return { client, cut, ask };
}

const proposal = (name: string, ...operations: Operation[]): Proposal => ({ namespace, name, operations, baseRevision: 0 });

/** Adds a power of 4 to a field of this player and round: asked for again under its key until it is answered, now and then also after that. */
async function add(player: Player, { ask }: Line, ledger: Ledger, field: string): Promise<void> {
  const exponent = ledger.additions.filter((one) => one.field === field).length;
  if (exponent >= digits) return;
  ledger.additions.push({ field, exponent });
  const by = 4 ** exponent;
  const addition = {
    ...proposal('sums', { path: `/${field}`, method: 'increment', args: { by } }),
    idempotencyKey: `${field}:${exponent}`,
  };
  player.open.push(addition);
  const again = player.chance.below(3) === 0;
  const answers = await Promise.all([ask(addition), again ? ask(addition) : undefined]);
  if (!answers[0]?.ok) return;
  if (again && answers[1]?.ok) expect(answers[1].value.revision).toBe(answers[0].value.revision);
  player.open.splice(player.open.indexOf(addition), 1);
  ledger.acknowledged += 1;
}

async function push({ ask }: Line, ledger: Ledger, item: string): Promise<void> {
  ledger.asked.add(item);
  const answer = await ask(proposal('list', { path: '/', method: 'push', args: { mutatorArgs: [item] } }));
  if (!answer?.ok) return;
  ledger.pushed.add(item);
  ledger.acknowledged += 1;
}

/** Reads, adds one, and writes back only onto what it has read. */
async function takeTurn({ client, cut, ask }: Line, ledger: Ledger): Promise<void> {
  const reply = await Promise.race([client.request('read', { namespace, name: 'turns' }).catch(() => undefined), cut]);
  if (!reply?.ok) return;
  const { value, revision, stamp } = reply.value;
  const { n } = value as { n: number };
  const base = { baseRevision: revision, baseStamp: stamp, onConflict: 'reject' as const };
  const answer = await ask({
    ...proposal('turns', { path: '/', method: 'update', args: { prop: 'n', newValue: n + 1 } }),
    ...base,
  });
  if (answer?.ok) ledger.turns.made += 1;
  else if (answer === undefined) ledger.turns.unknown += 1;
  else expect(answer.error.code).toBe('stale');
}

async function fiddle({ chance, follower }: Player, { client, cut, ask }: Line): Promise<void> {
  const what = chance.below(6);
  const revision = chance.below((follower.held.get('doc')?.revision ?? 0) + 1);
  const key = { namespace, name: 'doc' };
  const update: Operation = {
    path: '/',
    method: 'update',
    args: { prop: chance.pick(['title', 'a']), newValue: chance.below(1_000) },
  };
  if (what < 3) return void (await ask({ ...proposal('doc', update), durable: false }));
  const step =
    what === 3
      ? client.request('undo', key)
      : what === 4
        ? client.request('redo', key)
        : client.request('restore', { ...key, revision });
  await Promise.race([step.catch(() => undefined), cut]);
}

/** One player's part of a round: what is open first, then whatever its role does, until the line is cut. */
async function play(player: Player, line: Line, ledger: Ledger, round: number): Promise<void> {
  try {
    await player.follower.resume(line.client);
  } catch (error) {
    if (line.client.socket.connected) throw error;
    // The others were that quick: the line was cut before this one had begun.
    return;
  }
  for (const addition of [...player.open]) {
    const answer = await line.ask(addition);
    if (answer?.ok) player.open.splice(player.open.indexOf(addition), 1);
  }
  for (let n = 0; line.client.socket.connected; n += 1) {
    const what = player.chance.below(4);
    if (player.role === 'adds' || what === 0) await add(player, line, ledger, `${player.follower.name}-${round}`);
    if (player.role === 'pushes' || what === 1) await push(line, ledger, `${player.follower.name}.${round}.${n}`);
    if (player.role === 'takes turns') await takeTurn(line, ledger);
    if (player.role === 'fiddles') await fiddle(player, line);
    player.follower.catchUp(line.client);
  }
  player.follower.catchUp(line.client);
}

/** Ends the gateway when so many more writes are acknowledged; every fifth time the database with it. */
async function killAfter(server: Server, ledger: Ledger, round: number): Promise<void> {
  const begin = ledger.acknowledged;
  await expect.poll(() => ledger.acknowledged - begin, { intervals: [5] }).toBeGreaterThan(15 + ((round * 11) % 40));
  if (round % 5 === 4) for (const pid of databasePids(server)) process.kill(pid, 'SIGKILL');
  await server.kill();
}

/** The whole history, oldest first. */
async function historyOf(client: WireClient, name: string): Promise<HistoryEntry[]> {
  const rows: HistoryEntry[] = [];
  for (;;) {
    const before = rows.at(-1)?.revision;
    const reply = await client.request('history', { namespace, name, limit: 200, ...(before === undefined ? {} : { before }) });
    if (!reply.ok) throw new Error(reply.error.message);
    rows.push(...reply.value);
    if (reply.value.length < 200) return rows.reverse();
  }
}

/** The history leads from the default to the value, row by row, and back again. */
function replay(name: string, rows: HistoryEntry[]): Json | undefined {
  let value: Json | undefined = defaults[name];
  let at = 0;
  for (const row of rows) {
    expect(row.fromRevision, `${name} at ${row.revision}`).toBe(at);
    const next = interpret(value, row.operations);
    const back = interpret(next, row.inverse ?? []);
    if (!isDeepStrictEqual(back, value))
      throw new Error(`${name}: revision ${row.revision} does not turn back: ${JSON.stringify(row)}`);
    value = next;
    at = row.revision;
  }
  return value;
}

test(`[E210] five clients, ${rounds} rounds that each end with kill -9: nothing acknowledged is missing, nothing counts twice, all agree`, async ({
  server,
}) => {
  test.setTimeout(600_000);
  const roles = ['adds', 'adds', 'pushes', 'takes turns', 'fiddles'];
  const players = roles.map((role, index): Player => {
    return { role, follower: new Follower(`p${index}`, namespace, defaults), chance: createChance(index + 1), open: [] };
  });
  const ledger: Ledger = { additions: [], pushed: new Set(), asked: new Set(), turns: { made: 0, unknown: 0 }, acknowledged: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const lines = await Promise.all(players.map(() => openLine(server)));
    const playing = players.map((player, index) => play(player, lines[index]!, ledger, round));
    await Promise.all([...playing, killAfter(server, ledger, round)]);
    await server.start();
  }

  const lines = await Promise.all(players.map(() => openLine(server)));
  for (const [index, player] of players.entries()) {
    await player.follower.resume(lines[index]!.client);
    for (const addition of player.open) expect(await lines[index]!.ask(addition)).toMatchObject({ ok: true });
  }
  const { client } = lines[0]!;
  const [sums, list, turns] = await Promise.all(['sums', 'list', 'turns'].map((name) => client.read(namespace, name)));
  const wrong = ledger.additions.filter(
    ({ field, exponent }) => digitOf((sums!.value as Record<string, number>)[field] ?? 0, exponent) !== 1,
  );
  expect(wrong).toEqual([]);
  const items = list!.value as string[];
  expect([...ledger.pushed].filter((item) => !items.includes(item))).toEqual([]);
  expect(items.filter((item, index) => items.indexOf(item) !== index || !ledger.asked.has(item))).toEqual([]);
  const { n } = turns!.value as { n: number };
  expect(n).toBe(turns!.revision);
  expect(n).toBeGreaterThanOrEqual(ledger.turns.made);
  expect(n).toBeLessThanOrEqual(ledger.turns.made + ledger.turns.unknown);

  for (const name of Object.keys(defaults)) {
    const { value, revision } = await client.read(namespace, name);
    expect(replay(name, await historyOf(client, name)), name).toEqual(value);
    for (const [index, { follower }] of players.entries()) {
      await expect.poll(() => (follower.catchUp(lines[index]!.client), follower.held.get(name)?.revision)).toBe(revision);
      expect(follower.held.get(name)?.value).toEqual(value);
    }
  }
  expect(players.flatMap(({ follower }) => follower.problems)).toEqual([]);
  for (const line of lines) line.client.close();
});
