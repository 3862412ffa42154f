import { Ajv } from 'ajv';
import { isDeepStrictEqual } from 'node:util';
import type { Json } from '#contract/json';
import { createReplicants, type Replicants } from '../../replicants.ts';
import type { Refusal } from '../../replicant-line.ts';
import type { Replicant, ReplicantOptions } from '../../replicant.ts';
import { createPair, type Pair } from '../pair.ts';
import type { PairLink } from '../pair-link.ts';
import { recordLog } from '../recorder.ts';
import type { Chance } from './chance.ts';
import { createWitness, type Witness } from './witness.ts';

export const namespace = 'b';

/** What the game is played with. `sum` and `count` are for exact sums, `tags` for exact sets, `doc`, `words` and `big` for everything, `parts` has a field for each actor. */
export const defaults: Record<string, Json> = {
  doc: { title: 'start', a: 0, b: 0, list: [1, 2, 3].map((id) => ({ id, n: 0 })) },
  words: ['start'],
  tags: [],
  sum: { s0: 0, s1: 0, s2: 0 },
  count: { c0: 0, c1: 0, c2: 0 },
  parts: { ada: '', bob: '', clock: '', rundown: '' },
  valid: { n: 1, who: 'start' },
  big: { items: Array.from({ length: 60 }, (_, id) => ({ id, text: `${id} `.padEnd(40, '.'), mark: '' })) },
};
const merge: Record<string, ReplicantOptions['merge']> = { count: 'counter', parts: 'deep-merge' };
const validSchema: Json = {
  type: 'object',
  properties: { n: { type: 'integer', minimum: 0, maximum: 100 }, who: { type: 'string' } },
  required: ['n', 'who'],
  additionalProperties: false,
};

/** A client, and what it has held. `connection` counts its connections, so that what was written under an earlier one is known. */
export type Player = {
  name: string;
  actor: string;
  kind: 'graphic' | 'extension';
  link: PairLink;
  replicants: Replicants;
  refusals: Refusal[];
  held: Map<string, Replicant<Value>>;
  connection: number;
  /** Frames were lost on its way, which a real connection never does before it ends. */
  isLossy: boolean;
};
export type Value = { [key: string]: Value } & Value[];

/** One write. `sum` says by which power of 4 which field grew; every other write carries a token that no other has. */
export type Entry = {
  token: string;
  sum?: { field: string; exponent: number };
  replicant: string;
  player: Player;
  how: 'plain' | 'command';
  outcome: 'open' | 'durable' | 'refused' | 'unknown';
  error?: string;
  revision?: number;
  /** The server run that the state it was made on is of. */
  epoch: string;
  connection: number;
  /** Kills until it was made. */
  kills: number;
  /** It must be refused, wherever it arrives. */
  isInvalid: boolean;
};

export type Game = {
  pair: Pair;
  chance: Chance;
  witness: Witness;
  players: Player[];
  ledger: Entry[];
  /** Taken out of `tags` by somebody, perhaps. */
  removed: Set<string>;
  restored: { name: string; of: number; revision: number }[];
  /** Commands without an answer. */
  open: Set<Promise<unknown>>;
  /** Runs that ended with something unstored, perhaps. */
  kills: number;
  focus: string[];
  release: () => void;
  nextExponent: Map<string, number>;
};

const people: [name: string, kind: Player['kind'], actor: string][] = [
  ['tab 1', 'graphic', 'ada'],
  ['tab 2', 'graphic', 'ada'],
  ['tab 3', 'graphic', 'bob'],
  ['host 1', 'extension', 'clock'],
  ['host 2', 'extension', 'rundown'],
];

/** Five clients around a server, with some of the replicants in play. Extensions hold them from the start, pages open them on the way. */
export async function startGame(chance: Chance): Promise<Game> {
  const pair = createPair({ valid: validSchema });
  const names = Object.keys(defaults);
  const focus = Array.from({ length: 1 + chance.below(3) }, () => chance.pick(names));
  const witness = createWitness(Object.fromEntries(focus.map((name) => [name, defaults[name] ?? null])));
  const game: Game = {
    ...{ pair, chance, witness, focus: [...new Set(focus)], players: [], ledger: [], removed: new Set(), restored: [] },
    ...{ open: new Set(), kills: 0, release: () => undefined, nextExponent: new Map() },
  };
  for (const name of game.focus) await pair.declare({ namespace, name }, optionsOf(name));
  listen(game);
  game.players = people.map(([name, kind, actor]) => enter(game, { name, kind, actor }));
  for (const player of game.players) if (player.kind === 'extension') for (const name of game.focus) hold(game, player, name);
  return game;
}

/** The witness hears the present run. */
export function listen({ pair, witness }: Game): void {
  pair.run.bus.subscribe('replicant.changed', witness.hear);
}

function optionsOf(name: string): Pick<ReplicantOptions<Value>, 'defaultValue' | 'merge'> {
  return { defaultValue: structuredClone(defaults[name]) as unknown as Value, ...(merge[name] ? { merge: merge[name] } : {}) };
}

function enter(game: Game, who: Pick<Player, 'name' | 'kind' | 'actor'>): Player {
  const link = game.pair.connect(who.kind, who.actor);
  const log = recordLog();
  const refusals: Refusal[] = [];
  const shared = { log: () => log, onRefused: (refusal: Refusal) => doubt(game, who.name, refusal, refusals) };
  const replicants =
    who.kind === 'extension'
      ? createReplicants(link, { mode: 'extension', schedule: process.nextTick, compile, ...shared })
      : createReplicants(link, { mode: 'browser', ...shared });
  const player: Player = { ...who, link, replicants, refusals, held: new Map(), connection: 0, isLossy: false };
  link.onWelcome(() => (player.connection += 1));
  return player;
}

const ajv = new Ajv();
function compile(schema: Json): (value: unknown) => string | undefined {
  const validate = ajv.compile(schema as object);
  return (value) => (validate(value) ? undefined : ajv.errorsText(validate.errors));
}

/** A refusal doesn't say which write it means: none of this client's that are open counts as certain any more. */
function doubt({ ledger }: Game, name: string, refusal: Refusal, refusals: Refusal[]): void {
  refusals.push(refusal);
  for (const entry of ledger) {
    const isMeant =
      entry.player.name === name && entry.replicant === refusal.name && entry.how === 'plain' && entry.outcome === 'open';
    if (isMeant) entry.outcome = entry.isInvalid ? 'refused' : 'unknown';
  }
}

/** Opens a replicant and watches everything that its listeners are told. */
export function hold(game: Game, player: Player, name: string): void {
  const replicant = player.replicants.Replicant<Value>(name, namespace, optionsOf(name));
  player.held.set(name, replicant);
  const { problems, lines } = game.witness;
  let last = { epoch: '', revision: 0, hasValue: false };
  replicant.on('change', () => {
    const value = replicant.snapshot() as Json | undefined;
    const epoch = player.link.welcome?.epoch ?? '';
    const { revision } = replicant;
    const who = `${player.name} on ${name}`;
    if (value === undefined && last.hasValue) problems.push(`${who}: undefined after a value`);
    if (epoch === last.epoch && revision < last.revision && player.kind === 'graphic')
      problems.push(`${who}: from revision ${last.revision} back to ${revision}`);
    last = { epoch, revision, hasValue: value !== undefined };
    // An extension shows its own writes before they are on air.
    if (player.kind === 'extension' || value === undefined) return;
    const known = lines.get(name)?.everOnAir.get(revision) ?? [];
    if (!known.some((one) => isDeepStrictEqual(one, value)))
      problems.push(`${who}: shows at revision ${revision} what never was on air`);
  });
}
