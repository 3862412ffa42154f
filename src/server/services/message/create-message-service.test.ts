import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import type { BusEventOf } from '#contract/events';
import { serverActor } from '#contract/replicant';
import { createMessageService } from './create-message-service.ts';

const message = { bundle: 'quiz', name: 'buzz', content: { team: 'red' } };
const sender = { connectionId: 'panel-1', actor: serverActor };

describe('message service', () => {
  let sent: BusEventOf<'message.sent'>[];
  let bus: ReturnType<typeof createMemoryEventBus>;
  const lastReplyId = () => sent.at(-1)?.replyId ?? 'none';

  beforeEach(() => {
    bus = createMemoryEventBus();
    sent = [];
    bus.subscribe('message.sent', (event) => sent.push(event));
  });

  it('[M1] [M2] publishes the message with its sender and succeeds at once', async () => {
    expect(await createMessageService({ bus }).send(message, sender, { expectReply: false })).toEqual({ ok: true, value: {} });
    expect(sent).toEqual([{ type: 'message.sent', message, senderId: 'panel-1' }]);
  });

  it('[M3] gives the first acknowledgement to the sender and ignores later ones', async () => {
    const messages = createMessageService({ bus });
    messages.extensionListens('quiz', 'buzz');
    const outcome = messages.send(message, sender, { expectReply: true });
    expect(messages.reply(lastReplyId(), { value: 0 })).toBe(true);
    expect(messages.reply(lastReplyId(), { value: 1 })).toBe(false);
    expect(await outcome).toEqual({ ok: true, value: { value: 0 } });
  });

  it("[M3] hands over the extension's error", async () => {
    const messages = createMessageService({ bus });
    messages.extensionListens('quiz', 'buzz');
    const outcome = messages.send(message, sender, { expectReply: true });
    messages.reply(lastReplyId(), { error: { name: 'TypeError', message: 'no such team' } });
    expect(await outcome).toEqual({
      ok: false,
      error: { code: 'rejected', message: 'no such team', cause: { name: 'TypeError', message: 'no such team' } },
    });
  });

  it('[M4] says at once that no extension listens, and still delivers', async () => {
    const messages = createMessageService({ bus });
    messages.extensionListens('quiz', 'other');
    expect(await messages.send(message, sender, { expectReply: true })).toMatchObject({
      ok: false,
      error: { code: 'no-listener' },
    });
    expect(sent).toHaveLength(1);
  });

  it('[M5] ends the waiting when nobody acknowledges', async () => {
    const messages = createMessageService({ bus, replyMs: 20 });
    messages.extensionListens('quiz', 'buzz');
    expect(await messages.send(message, sender, { expectReply: true })).toMatchObject({ ok: false, error: { code: 'timeout' } });
    expect(messages.reply(lastReplyId(), { value: 1 })).toBe(false);
  });

  it('[M6] tells waiting senders when the last listening extension ends', async () => {
    const messages = createMessageService({ bus });
    const first = messages.extensionListens('quiz', 'buzz');
    const second = messages.extensionListens('quiz', 'buzz');
    const outcome = messages.send(message, sender, { expectReply: true });
    first();
    first();
    second();
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'no-listener' } });
  });

  it('[M7] answers everybody who waits when it closes', async () => {
    const messages = createMessageService({ bus });
    messages.extensionListens('quiz', 'buzz');
    const outcome = messages.send(message, sender, { expectReply: true });
    messages.close();
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'timeout' } });
  });
});
