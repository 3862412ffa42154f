import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { defineBundle, defineExtension, defineMessage, defineReplicant } from './index.ts';
import type { BundleConfig, ExtensionApi, MessageInput, MessageOutput, ReplicantName, ReplicantValue } from './index.ts';
import type { UntypedExtensionApi } from './define-extension.ts';

const bundle = defineBundle({
  name: 'example',
  version: '1.0.0',
  title: 'Example',
  replicants: {
    score: defineReplicant(z.strictObject({ home: z.number(), away: z.number() }), { default: { home: 0, away: 0 } }),
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
    expectTypeOf<ReplicantName<Example>>().toEqualTypeOf<'score'>();
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

describe('defineExtension', () => {
  it('declares replicants with the default and persistence of the definition', () => {
    const host = createHost();
    defineExtension(bundle, (nodecg) => nodecg.Replicant('score'))(host.nodecg);
    expect(host.declared).toEqual([['score', { defaultValue: { home: 0, away: 0 }, persistent: true }]]);
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
