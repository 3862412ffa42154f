import type { Changed } from '../../replicant-commands.ts';
import type { Replicant } from '../../replicant.ts';
import { digits } from './plain-values.ts';
import type { Entry, Game, Player, Value } from './game.ts';

type Turn = { game: Game; player: Player; name: string; replicant: Replicant<Value>; value: Value };
type Write = (turn: Turn) => void;

/** One random write of one client. */
export function write(game: Game, player: Player, name: string): void {
  const replicant = player.held.get(name);
  const value = replicant?.snapshot();
  if (!replicant || value === undefined) return;
  game.chance.pick(writes[name] ?? [])({ game, player, name, replicant, value });
}

const text = (token: string): Value => token as unknown as Value;

/** Notes a write and returns its token. */
function note(turn: Turn, more: Pick<Entry, 'how'> & Partial<Entry>): Entry {
  const { game, player, name } = turn;
  const token = `t${game.ledger.length}$`;
  const { connection } = player;
  const epoch = game.witness.lines.get(name)?.states[turn.replicant.revision]?.stamp ?? '';
  const outcome = player.link.connected || more.how === 'command' ? 'open' : 'unknown';
  const entry: Entry = {
    token,
    replicant: name,
    player,
    outcome,
    epoch,
    connection,
    kills: game.kills,
    isInvalid: false,
    ...more,
  };
  game.ledger.push(entry);
  return entry;
}

function plain(turn: Turn, change: (token: string) => void, more: Partial<Entry> = {}): void {
  change(note(turn, { how: 'plain', ...more }).token);
}

/** Codes that promise that nothing was changed. */
const refusals = new Set([
  'invalid-value',
  'invalid-operation',
  'mismatch',
  'stale',
  'too-large',
  'declined',
  'contended',
  'forbidden',
  'not-declared',
]);

function command(turn: Turn, ask: (entry: Entry) => Promise<Changed>, more: Partial<Entry> = {}): void {
  const entry = note(turn, { how: 'command', ...more });
  follow(turn.game, ask(entry), (answer) => {
    entry.outcome = answer.ok ? 'durable' : refusals.has(answer.error.code) ? 'refused' : 'unknown';
    if (answer.ok) entry.revision = answer.value.revision;
    else entry.error = answer.error.code;
  });
}

function follow<T>({ open, witness }: Game, work: Promise<T>, then: (answer: T) => void): void {
  const done = work
    .then(then, (error: unknown) => void witness.problems.push(`a command threw: ${String(error)}`))
    .finally(() => open.delete(done));
  open.add(done);
}

/** The next amount that no other write adds to its field. Undefined: the field is full. */
function amountFor({ game }: Turn, field: string): { sum: { field: string; exponent: number }; by: number } | undefined {
  const exponent = game.nextExponent.get(field) ?? 0;
  game.nextExponent.set(field, exponent + 1);
  return exponent < digits ? { sum: { field, exponent }, by: 4 ** exponent } : undefined;
}

const add: Write = (turn) => {
  const field = `s${turn.game.chance.below(3)}`;
  const amount = amountFor(turn, field);
  if (!amount) return;
  const { sum, by } = amount;
  const seen = Number(turn.value[field]);
  const ways: ((entry: Entry) => Promise<Changed>)[] = [
    () => turn.replicant.commands.increment(by, `/${field}`),
    () => turn.replicant.commands.compareAndSet(`/${field}`, seen, seen + by),
    () => turn.replicant.edit((draft) => void (draft[field] = (Number(draft[field]) + by) as unknown as Value)),
  ];
  command(turn, turn.game.chance.pick(ways), { sum });
};

const addPlainly: Write = (turn) => {
  const { game, replicant, value } = turn;
  const field = `c${game.chance.below(3)}`;
  // What isn't on its way yet is replaced by a second assignment, as with any value.
  const amount = replicant.status === 'declared' && turn.player.link.connected ? amountFor(turn, field) : undefined;
  if (!amount) return;
  const { sum, by } = amount;
  const next = Number(value[field]) + by;
  plain(
    turn,
    () =>
      game.chance.below(2) ? assign(replicant, { [field]: next }) : (replicant.value = { ...value, [field]: next } as Value),
    { sum },
  );
};

const addMeaningly: Write = (turn) => {
  const field = `c${turn.game.chance.below(3)}`;
  const amount = amountFor(turn, field);
  if (amount) command(turn, () => turn.replicant.commands.increment(amount.by, `/${field}`), { sum: amount.sum });
};

function assign(replicant: Replicant<Value>, fields: object): void {
  Object.assign(replicant.value as object, fields);
}

const back: Write = ({ game, replicant }) => {
  // What became of it is in the history.
  const step = game.chance.pick(['undo', 'undo', 'redo'] as const);
  follow(game, replicant.commands[step](), () => undefined);
};

const restore: Write = ({ game, name, replicant }) => {
  const of = game.chance.below((game.witness.lines.get(name)?.states.length ?? 1) + 1);
  follow(game, replicant.commands.restore(of), (answer) => {
    if (answer.ok) game.restored.push({ name, of, revision: answer.value.revision });
  });
};

const anyItem = ({ game, replicant }: Turn, list: 'list' | 'items'): Value | undefined => {
  const items = replicant.value?.[list] as Value[] | undefined;
  return items?.length ? game.chance.pick(items) : undefined;
};

const writes: Record<string, Write[]> = {
  sum: [add],
  count: [addPlainly, addPlainly, addMeaningly],
  doc: [
    (turn) => plain(turn, (token) => assign(turn.replicant, { title: token })),
    (turn) => plain(turn, (token) => assign(turn.replicant, { [turn.game.chance.pick(['a', 'b'])]: token })),
    (turn) =>
      plain(
        turn,
        (token) =>
          (turn.replicant.value = { ...structuredClone(turn.value), [turn.game.chance.pick(['title', 'a'])]: text(token) }),
      ),
    (turn) => plain(turn, (token) => turn.replicant.value?.list?.push({ id: token, n: 0 } as unknown as Value)),
    (turn) => plain(turn, (token) => Object.assign(anyItem(turn, 'list') ?? {}, { n: token }), { outcome: 'unknown' }),
    ({ game, replicant, value }) => void replicant.value?.list?.splice(game.chance.below(value.list?.length ?? 0), 1),
    (turn) =>
      command(turn, ({ token }) =>
        turn.replicant.edit((draft) => void (draft[turn.game.chance.pick(['a', 'b', 'title'])] = text(token))),
      ),
    (turn) => command(turn, ({ token }) => turn.replicant.commands.compareAndSet('/a', turn.value.a, token)),
    (turn) =>
      command(turn, ({ token }) =>
        turn.replicant.commands.propose([{ path: '/list', method: 'unshift', args: { mutatorArgs: [{ id: token, n: 1 }] } }]),
      ),
    ...[back, back, back, restore],
  ],
  words: [
    (turn) => plain(turn, (token) => turn.replicant.value?.push(text(token))),
    (turn) => plain(turn, (token) => turn.replicant.value?.unshift(text(token))),
    ({ game, replicant, value }) => void replicant.value?.splice(game.chance.below(value.length), 1),
    (turn) => command(turn, ({ token }) => turn.replicant.edit((draft) => void draft.push(text(token)))),
    ...[back, back, restore],
  ],
  tags: [
    (turn) => plain(turn, (token) => turn.replicant.value?.push({ id: token } as unknown as Value)),
    (turn) => command(turn, ({ token }) => turn.replicant.edit((draft) => void draft.push({ id: token } as unknown as Value))),
    (turn) =>
      command(turn, ({ token }) =>
        turn.replicant.commands.propose([{ path: '/', method: 'push', args: { mutatorArgs: [{ id: token }] } }]),
      ),
    ({ game, replicant, value }) => {
      if (value.length === 0) return;
      const id = String(game.chance.pick(value).id);
      game.removed.add(id);
      follow(game, replicant.commands.removeWhere('/', id), () => undefined);
    },
  ],
  parts: [
    (turn) =>
      plain(turn, (token) => (turn.replicant.value = { ...structuredClone(turn.value), [turn.player.actor]: text(token) })),
    (turn) => plain(turn, (token) => assign(turn.replicant, { [turn.player.actor]: token })),
    (turn) => command(turn, ({ token }) => turn.replicant.edit((draft) => void (draft[turn.player.actor] = text(token)))),
    (turn) =>
      command(turn, ({ token }) =>
        turn.replicant.commands.propose([
          { path: '/', method: 'overwrite', args: { newValue: { ...(turn.value as object), [turn.player.actor]: token } } },
        ]),
      ),
  ],
  valid: [
    (turn) => plain(turn, (token) => assign(turn.replicant, { who: token })),
    (turn) =>
      command(turn, ({ token }) =>
        turn.replicant.commands.propose([{ path: '/', method: 'overwrite', args: { newValue: { n: 5, who: token } } }]),
      ),
    (turn) =>
      command(
        turn,
        ({ token }) => turn.replicant.commands.propose([{ path: '/', method: 'update', args: { prop: 'n', newValue: token } }]),
        { isInvalid: true },
      ),
    (turn) =>
      command(turn, ({ token }) => turn.replicant.edit((draft) => void Object.assign(draft, { n: 1_000, who: token })), {
        isInvalid: true,
      }),
    (turn) =>
      plain(turn, (token) => tryTo(() => (turn.replicant.value = { who: text(token) } as unknown as Value)), { isInvalid: true }),
    ({ game, replicant }) => follow(game, replicant.commands.increment(game.chance.pick([1, 40, -2]), '/n'), () => undefined),
  ],
  big: [
    (turn) => plain(turn, (token) => Object.assign(anyItem(turn, 'items') ?? {}, { mark: token }), { outcome: 'unknown' }),
    (turn) => plain(turn, (token) => (turn.replicant.value = withMark(turn, token))),
    (turn) =>
      command(turn, ({ token }) =>
        turn.replicant.commands.propose([{ path: '/', method: 'overwrite', args: { newValue: withMark(turn, token) } }]),
      ),
    ...[back, restore],
  ],
};

function withMark({ game, value }: Turn, token: string): Value {
  const next = structuredClone(value) as unknown as { items: { mark: string }[] };
  const item = game.chance.pick(next.items);
  item.mark = token;
  return next as unknown as Value;
}

/** An extension refuses an invalid write at once. */
function tryTo(change: () => unknown): void {
  try {
    change();
  } catch {
    // as it should
  }
}
