import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createChance } from './testing/model/chance.ts';
import { startGame, type Game } from './testing/model/game.ts';
import { judge, judgeHistory } from './testing/model/verdict.ts';
import { calm, playStep, stop } from './testing/model/weather.ts';

/** `MODEL_SEED=17` plays one game again, `MODEL_SEEDS=2000` more of them, from `MODEL_FROM`. */
const { MODEL_SEED, MODEL_SEEDS = '300', MODEL_FROM = '1' } = process.env;
const first = Number(MODEL_SEED ?? MODEL_FROM);
const seeds = Array.from({ length: MODEL_SEED === undefined ? Number(MODEL_SEEDS) : 1 }, (_, index) => first + index);

beforeEach(() => {
  // Time goes by in steps of the game, and what the product leaves to chance is the seed's: a game that failed can be played again.
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
    now: 1_800_000_000_000,
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What was wrong in the game of this seed. */
async function play(seed: number): Promise<string[]> {
  const chance = createChance(seed);
  const fate = createChance(~seed);
  vi.spyOn(Math, 'random').mockImplementation(fate.next);
  const game = await startGame(chance);
  const length = 60 + chance.below(90);
  for (let step = 0; step < length; step++) {
    await playStep(game);
    if (chance.below(40) === 0) await calm(game);
  }
  await calm(game);
  const problems = await judge(game);
  await stop(game);
  problems.push(...(await judgeHistory(game)));
  await calm(game);
  problems.push(...(await judge(game)).map((text) => `after the last start: ${text}`));
  leave(game);
  return problems;
}

function leave({ players }: Game): void {
  for (const { replicants } of players) replicants.close();
}

it(
  `[M1] ${seeds.length} games of five clients, cut lines, restarts and kills: all agree, nothing acknowledged is lost, nothing counts twice`,
  { timeout: 600_000 },
  async () => {
    const failed: Record<string, string[]> = {};
    for (const seed of seeds) {
      const problems = await play(seed).catch((error: unknown) => [String(error instanceof Error ? error.stack : error)]);
      if (problems.length > 0) failed[`MODEL_SEED=${seed}`] = problems.slice(0, 5);
    }
    expect(failed).toEqual({});
  },
);
