import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { stoppedTimer } from '#contract/timer';
import { defineBundle, defineExtension, defineMessage, defineReplicant, defineTimer } from './index.ts';
import type {
  BundleConfig,
  ExtensionApi,
  MessageInput,
  MessageOutput,
  ReplicantName,
  ReplicantValue,
  TimerName,
} from './index.ts';
import type { UntypedExtensionApi } from './define-extension.ts';

const bundle = defineBundle({
  name: 'example',
  version: '1.0.0',
  title: 'Example',
  replicants: {
    score: defineReplicant(z.strictObject({ home: z.number(), away: z.number() }), { default: { home: 0, away: 0 } }),
    levels: defineReplicant(z.number(), { default: 0, kind: 'stream' }),
    clock: defineTimer({ countdownMs: 60_000 }),
  },
  messages: {
    goal: defineMessage({ input: z.object({ team: z.enum(['home', 'away']) }), output: z.object({ total: z.number() }) }),
  },
  panels: { score: { title: 'Score', width: 2 } },
  graphics: { bug: { title: 'Bug', width: 1920, height: 1080 } },
  config: z.object({ venue: z.string().default('Arena') }),
});
type Example = typeof bundle;

describe('types', () => {
  it('come from the definition', () => {
    expectTypeOf<Example['name']>().toEqualTypeOf<'example'>();
    expectTypeOf<ReplicantName<Example>>().toEqualTypeOf<'score' | 'levels' | 'clock'>();
    expectTypeOf<TimerName<Example>>().toEqualTypeOf<'clock'>();
    expectTypeOf<ReplicantValue<Example, 'score'>>().toEqualTypeOf<{ home: number; away: number }>();
    expectTypeOf<MessageInput<Example, 'goal'>>().toEqualTypeOf<{ team: 'home' | 'away' }>();
    expectTypeOf<MessageOutput<Example, 'goal'>>().toEqualTypeOf<{ total: number }>();
    expectTypeOf<BundleConfig<Example>>().toEqualTypeOf<{ venue: string }>();
  });

  it('refuse what the definition does not say', () => {
    const misuse = (nodecg: ExtensionApi<Example>) => {
      nodecg.Replicant('score').value.home += 1;
      // @ts-expect-error there is no such replicant
      nodecg.Replicant('scores');
      // @ts-expect-error a score is a number
      nodecg.Replicant('score').value.home = '1';
      // @ts-expect-error a value must be complete
      nodecg.Replicant('score').value = { home: 1 };
      expectTypeOf(nodecg.Timer('clock').ms).toEqualTypeOf<number>();
      // @ts-expect-error a score is no timer
      nodecg.Timer('score');
      // @ts-expect-error there is no such message
      nodecg.listenFor('gaol', () => undefined);
      // @ts-expect-error there is no such team
      nodecg.sendMessage('goal', { team: 'guest' });
      nodecg.listenFor('goal', (input, acknowledge) => {
        acknowledge(null, { total: input.team.length });
        // @ts-expect-error the output is an object with a total
        acknowledge(null, 1);
        // @ts-expect-error an acknowledgement needs its output
        acknowledge(null);
      });
    };
    // @ts-expect-error a default must satisfy the schema
    defineReplicant(z.number(), { default: 'none' });
    expect(misuse).toBeTypeOf('function');
  });
});

type Listener = Parameters<UntypedExtensionApi['listenFor']>[1];

/** A host that keeps what the extension registers. */
function createHost() {
  const listeners = new Map<string, Listener>();
  const declared: unknown[] = [];
  const nodecg = {
    bundleName: 'example',
    listenFor: (name: string, listener: Listener) => void listeners.set(name, listener),
    Replicant: (...args: unknown[]) => declared.push(args),
  } as unknown as UntypedExtensionApi;
  const send = (name: string, content: unknown) => {
    let answer: unknown[] = [];
    listeners.get(name)?.(
      content,
      Object.assign((...args: unknown[]) => void (answer = args), { handled: false }),
    );
    return answer;
  };
  return { nodecg, declared, send };
}

describe('kinds', () => {
  it('[T16] a timer begins as the countdown that was asked for, else counting up from zero', () => {
    expect(defineTimer().default).toEqual(stoppedTimer);
    const { default: countdown, schema, kind } = bundle.replicants.clock;
    expect([countdown, kind]).toEqual([{ ...stoppedTimer, mode: 'down', baseMs: 60_000, durationMs: 60_000 }, 'timer']);
    expect(schema.safeParse(countdown).success).toBe(true);
    expect(schema.safeParse({ ...countdown, more: 1 }).success).toBe(false);
  });

  it('[S5] a stream is never persistent', () => {
    expect(bundle.replicants.levels).toMatchObject({ kind: 'stream', persistent: false });
    expect(defineReplicant(z.number(), { default: 0, kind: 'stream', persistent: true }).persistent).toBe(false);
  });
});

describe('defineExtension', () => {
  it('declares replicants with the default and persistence of the definition', () => {
    const host = createHost();
    defineExtension(bundle, (nodecg) => nodecg.Replicant('score'))(host.nodecg);
    expect(host.declared).toEqual([['score', { defaultValue: { home: 0, away: 0 }, persistent: true }]]);
  });

  it('declares streams as such, and hands over timers', () => {
    const host = createHost();
    const timers: string[] = [];
    const nodecg = { ...host.nodecg, Timer: (name: string) => timers.push(name) };
    defineExtension(bundle, (api) => [api.Replicant('levels'), api.Timer('clock')])(nodecg);
    expect(host.declared).toEqual([['levels', { defaultValue: 0, persistent: false, kind: 'stream' }]]);
    expect(timers).toEqual(['clock']);
  });

  it('hands over messages that the schema accepts, and refuses others naming the field', () => {
    const host = createHost();
    const heard: unknown[] = [];
    defineExtension(bundle, (nodecg) =>
      nodecg.listenFor('goal', (input, acknowledge) => {
        heard.push(input);
        acknowledge(null, { total: 1 });
      }),
    )(host.nodecg);
    expect(host.send('goal', { team: 'home' })).toEqual([null, { total: 1 }]);
    const [refusal] = host.send('goal', { team: 'guest' });
    expect(refusal).toBeInstanceOf(Error);
    expect(String(refusal)).toMatch(/goal was refused: team: /);
    expect(heard).toEqual([{ team: 'home' }]);
  });
});
