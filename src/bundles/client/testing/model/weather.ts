import { isDeepStrictEqual } from 'node:util';
import type { Json } from '#contract/json';
import { keyOf, type ReplicantPosition } from '#contract/replicant';
import { vi } from 'vitest';
import { interpret } from './plain-values.ts';
import { hold, listen, namespace, type Game, type Player } from './game.ts';
import { write } from './writes.ts';

/** What one step of a game may be, with how often. */
const steps: [weight: number, step: (game: Game) => unknown][] = [
  [40, (game) => anyWrite(game)],
  [8, (game) => void anyPlayer(game).link.deliver(1 + game.chance.below(4))],
  [12, (game) => void anyPlayer(game).link.deliver()],
  [2, (game) => lose(anyPlayer(game))],
  [4, (game) => void anyPlayer(game).link.drop()],
  [8, (game) => reconnect(anyPlayer(game))],
  [2, (game) => read(game)],
  [8, (game) => pass(1 + game.chance.below(80))],
  [1, () => pass(6_000)],
  [3, (game) => game.pair.log.loseNextAnswer()],
  [3, (game) => holdStorage(game)],
  [3, (game) => game.release()],
  [2, (game) => game.pair.log.setAvailable(false)],
  [4, (game) => game.pair.log.setAvailable(true)],
  [1, (game) => stop(game)],
  [2, (game) => kill(game)],
  [4, (game) => everybody(game)],
];
const bag = steps.flatMap(([weight, step]) => Array.from({ length: weight }, () => step));

export async function playStep(game: Game): Promise<void> {
  await game.chance.pick(bag)(game);
  await turn();
}

function anyPlayer({ chance, players }: Game): Player {
  return chance.pick(players);
}

function anyWrite(game: Game): void {
  const player = anyPlayer(game);
  const name = game.chance.pick(game.focus);
  if (player.held.has(name)) write(game, player, name);
  else hold(game, player, name);
}

function lose(player: Player): void {
  player.isLossy = true;
  player.link.lose();
}

function reconnect({ link }: Player): void {
  if (!link.connected) link.reconnect();
}

function read(game: Game): void {
  const { replicants, link } = anyPlayer(game);
  if (link.connected) void replicants.readReplicant(game.chance.pick(game.focus), namespace).catch(() => undefined);
}

function holdStorage(game: Game): void {
  game.release();
  game.release = game.pair.holdWrites();
}

/** Everybody is there, and hears everything that is on its way. */
async function everybody({ players }: Game): Promise<void> {
  players.forEach(reconnect);
  for (let round = 0; round < 3; round++) {
    for (const { link } of players) link.deliver();
    await turn();
  }
}

/** One turn of the event loop: the server does what it can without time going by. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 20) {
    vi.advanceTimersByTime(Math.min(20, ms - passed));
    await turn();
  }
}

export async function stop(game: Game): Promise<void> {
  const ended = game.pair.restart().then(
    () => true,
    () => false,
  );
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (!isOver) await pass(20);
  if (!(await ended)) game.kills += 1;
  await survive(game);
}

async function kill(game: Game): Promise<void> {
  game.kills += 1;
  await game.pair.kill(game.chance.pick(['lost', 'stored']));
  await survive(game);
}

/** What is stored is all that the next run begins with. */
async function survive(game: Game): Promise<void> {
  const { pair, witness, focus } = game;
  game.release = () => undefined;
  listen(game);
  pair.log.setAvailable(true);
  const stored = await pair.log.load(focus.map((name) => ({ namespace, name })));
  for (const name of focus) {
    const row = stored.get(keyOf({ namespace, name }));
    let value: Json | undefined = row?.checkpoint?.value;
    let at: ReplicantPosition | undefined = row?.checkpoint;
    for (const entry of row?.entries ?? []) {
      if (entry.revision <= (at?.revision ?? 0)) continue;
      value = interpret(value ?? witness.lines.get(name)?.states[0]?.value, entry.operations);
      at = entry;
    }
    witness.survive(name, at);
    if (at && !isDeepStrictEqual(value, witness.lines.get(name)?.states.at(-1)?.value))
      witness.problems.push(`${name}: storage has another value at revision ${at.revision} than was on air`);
  }
}

/** The storm is over: storage is there, everybody is connected, and everything arrives. */
export async function calm(game: Game): Promise<void> {
  const { players, pair, open } = game;
  game.release();
  pair.log.setAvailable(true);
  for (const player of players) {
    if (player.isLossy) player.link.drop();
    player.isLossy = false;
    reconnect(player);
  }
  let quietRounds = 0;
  // A page asks again after a second for what storage could not give.
  for (let round = 0; quietRounds < 12; round++) {
    if (round > 500) throw new Error(`never quiet: ${open.size} commands are open`);
    const isBusy = open.size > 0 || pair.run.outstanding.size > 0 || players.some(({ link }) => link.waiting > 0);
    quietRounds = isBusy ? 0 : quietRounds + 1;
    for (const { link } of players) link.deliver();
    await pass(100);
  }
}
