import { keyOf, type ReplicantError, type ReplicantKey, type Snapshot } from '#contract/replicant';
import type { Result } from '#contract/result';
import type { RequestPayload, Subscribed, UnchangedRun } from '#contract/wire';
import type { Declared } from '#services/replicant/types';
import { EncodedReply } from './encoded-reply.ts';
import { keepRecent } from './keep-recent.ts';

type Payload = RequestPayload<'subscribe'>;

/** What one item of a subscription got. `snapshot` is undefined where another state was told than the one declared. */
export type Started = {
  key: ReplicantKey;
  result: Result<Subscribed, ReplicantError>;
  declared: Declared | undefined;
  revision: number;
};

/** Answers to subscriptions as JSON, made once for all pages that ask for the same while nothing changes. */
export type SubscribeAnswers = {
  /** The answer that somebody got to this very payload, if it still is one: the same states, the same channels. */
  find(payload: Payload, declared: readonly Result<Declared, ReplicantError>[], channels: readonly number[]): Answer | undefined;
  make(payload: Payload, started: readonly Started[]): EncodedReply;
  /** The replicant changed: its state as JSON is not needed any more. */
  forget(key: ReplicantKey): void;
};

export type Answer = { reply: EncodedReply; revisions: readonly number[] };

type Kept = Answer & { declared: readonly Declared[]; channels: readonly number[] };

/** Characters of a default that is kept with an answer. */
const longestDefault = 256;
/** Lengths in characters. */
export const answerLimits = { states: 16 * 1024 * 1024, answers: 16 * 1024 * 1024 };

/** Remembers the newest states and answers by {@link answerLimits}. */
export function createSubscribeAnswers(): SubscribeAnswers {
  const states = keepRecent<string, { snapshot: Snapshot; text: string }>(answerLimits.states);
  const answers = keepRecent<Payload, Kept>(answerLimits.answers);

  function stateText(key: ReplicantKey, state: Subscribed['state'], declared: Declared): string {
    const isDeclared = state.kind === 'snapshot' && state.revision === declared.snapshot.revision;
    if (!isDeclared || state.stamp !== declared.snapshot.stamp) return JSON.stringify(state);
    const id = keyOf(key);
    const known = states.get(id);
    if (known?.snapshot === declared.snapshot) return known.text;
    const text = JSON.stringify(state);
    states.set(id, { snapshot: declared.snapshot, text }, text.length);
    return text;
  }

  function itemText({ key, result, declared }: Started): string {
    // What is somebody's own view of a list has no shared text.
    if (!result.ok || !declared) return JSON.stringify(result);
    const { channel, state, ...rest } = result.value;
    // `rest` is an object with at least `persistent`.
    return `{"ok":true,"value":{"channel":${channel},"state":${stateText(key, state, declared)},${JSON.stringify(rest).slice(1)}}`;
  }

  return {
    find(payload, declared, channels) {
      const kept = answers.get(payload);
      if (!kept || kept.channels.length !== channels.length) return undefined;
      const isSame = kept.declared.every((before, index) => {
        const now = declared[index];
        return now?.ok && kept.channels[index] === channels[index] && isSameDeclared(before, now.value);
      });
      if (!isSame) return undefined;
      kept.reply.isShared = true;
      return kept;
    },
    make(payload, started) {
      const { inRuns, runs } = payload.runs ? findRuns(started) : noRuns;
      const items = started.flatMap((one, index) => (inRuns.has(index) ? [] : [itemText(one)]));
      const runsText = runs.length > 0 ? `,"runs":${JSON.stringify(runs)}` : '';
      const reply = new EncodedReply(`{"ok":true,"value":{"items":[${items.join()}]${runsText}}}`);
      const declared = started.flatMap((one) => (one.declared?.snapshot.revision === one.revision ? [one.declared] : []));
      if (declared.length < started.length || payload.items.some(hasDefault)) return reply;
      const channels = started.map(({ result }) => (result.ok ? result.value.channel : -1));
      const revisions = started.map(({ revision }) => revision);
      answers.set(payload, { reply, revisions, declared, channels }, reply.text.length + payloadLength(payload));
      return reply;
    },
    forget: (key) => states.forget(keyOf(key)),
  };
}

/** Pages that declare with a default say it each time; what could be as long as a frame is not worth keeping. */
function hasDefault({ declare }: Payload['items'][number]): boolean {
  return declare?.defaultValue !== undefined && measureDefault(declare.defaultValue) > longestDefault;
}

function measureDefault(value: unknown): number {
  return typeof value === 'object' && value !== null ? Infinity : String(value).length;
}

/** A payload as an object takes about so much memory. */
function payloadLength({ items }: Payload): number {
  return items.reduce((sum, { namespace, name }) => sum + 512 + namespace.length + name.length, 0);
}

function isSameDeclared(before: Declared, now: Declared): boolean {
  return (
    before.snapshot === now.snapshot &&
    before.persistent === now.persistent &&
    before.kind === now.kind &&
    before.schema?.sum === now.schema?.sum
  );
}

const noRuns: { inRuns: ReadonlySet<number>; runs: UnchangedRun[] } = { inRuns: new Set(), runs: [] };

/** Unchanged items in a row with channels in a row, which a page that comes back has nearly always. */
function findRuns(started: readonly Started[]): { inRuns: ReadonlySet<number>; runs: UnchangedRun[] } {
  const inRuns = new Set<number>();
  const runs: UnchangedRun[] = [];
  started.forEach(({ result }, index) => {
    if (!result.ok || !isPlainUnchanged(result.value)) return;
    const { channel } = result.value;
    const last = runs.at(-1);
    inRuns.add(index);
    if (last && last[0] + last[2] === index && last[1] + last[2] === channel) last[2] += 1;
    else runs.push([index, channel, 1]);
  });
  return { inRuns, runs };
}

function isPlainUnchanged({ state, persistent, replicantKind, schema }: Subscribed): boolean {
  return state.kind === 'unchanged' && persistent && replicantKind === undefined && schema === undefined;
}
