import { afterEach, expect, it } from 'vitest';
import type { Snapshot } from '#contract/replicant';
import { createPair } from '#bundles/client/testing/pair';
import { followSnapshot } from './follow-snapshot.ts';

const key = { namespace: 'show', name: 'score' };
const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

const update = (prop: string, newValue: number) => ({ path: '/', method: 'update' as const, args: { prop, newValue } });

async function follow({ isDeclared = true, isShared = false } = {}) {
  const pair = createPair({ score: { type: 'object' } });
  await pair.declare(key, { defaultValue: { home: 0, guests: { left: 1 } } });
  const link = pair.connect();
  const seen: Snapshot[] = [];
  const schemas: unknown[] = [];
  const answers = { isDeclared };
  const stop = followSnapshot(link, key, {
    onSnapshot: (snapshot) => seen.push(snapshot),
    onSchema: (schema) => schemas.push(schema),
    onRefused: () => undefined,
    isDeclared: async () => answers.isDeclared,
    isShared: () => isShared,
  });
  stops.push(stop);
  await pair.flush();
  return { pair, link, seen, schemas, answers, stop };
}

it('tells the present state with its schema, and every change after it; what didn’t change is the same object', async () => {
  const { pair, seen, schemas } = await follow();
  await pair.propose(key, update('home', 1));
  await pair.flush();
  expect(seen.map(({ value, revision }) => ({ value, revision }))).toEqual([
    { value: { home: 0, guests: { left: 1 } }, revision: 0 },
    { value: { home: 1, guests: { left: 1 } }, revision: 1 },
  ]);
  const [first, second] = seen as unknown as { value: { guests: object } }[];
  expect(second?.value.guests).toBe(first?.value.guests);
  expect(schemas).toEqual([{ type: 'object' }]);
});

it('declares nothing: it has no wishes of its own', async () => {
  const { link } = await follow();
  expect(link.requests).toEqual([{ name: 'subscribe', payload: { items: [key] } }]);
});

it('asks for what it missed when a frame was lost', async () => {
  const { pair, link, seen } = await follow();
  await pair.propose(key, update('home', 1));
  await pair.answered();
  link.lose();
  await pair.propose(key, update('home', 2));
  await pair.flush();
  expect(seen.at(-1)).toMatchObject({ value: { home: 2 }, revision: 2 });
  expect(link.requests.at(-1)?.payload).toMatchObject({ items: [{ have: { revision: 0 } }] });
});

it('comes back with what changed while the connection was away', async () => {
  const { pair, link, seen } = await follow();
  link.drop();
  await pair.propose(key, update('home', 7));
  link.reconnect();
  await pair.flush();
  expect(seen.at(-1)).toMatchObject({ value: { home: 7 }, revision: 1 });
});

it('is not the first to declare it after a restart of the server', async () => {
  const { pair, link, answers } = await follow();
  await pair.restart();
  answers.isDeclared = false;
  link.reconnect();
  await pair.flush();
  expect(link.requests.filter(({ name }) => name === 'subscribe')).toHaveLength(1);
  link.drop();
  link.reconnect();
  await pair.flush();
  expect(link.requests.filter(({ name }) => name === 'subscribe')).toHaveLength(1);
  link.drop();
  await pair.declare(key);
  answers.isDeclared = true;
  link.reconnect();
  await pair.flush();
  expect(link.requests.filter(({ name }) => name === 'subscribe')).toHaveLength(2);
});

it('leaves the subscription to a panel of the same page that follows it, too', async () => {
  const shared = await follow({ isShared: true });
  shared.stop();
  expect(shared.link.requests.map(({ name }) => name)).toEqual(['subscribe']);
  const alone = await follow();
  alone.stop();
  expect(alone.link.requests.map(({ name }) => name)).toEqual(['subscribe', 'unsubscribe']);
});
