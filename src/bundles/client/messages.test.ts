import { describe, expect, it } from 'vitest';
import { limits } from '#contract/limits';
import type { MessageReply } from '#services/message/index';
import { createLogger } from './logger.ts';
import { createMessages, type Messages } from './messages.ts';
import { ask, sendMessage } from './send-message.ts';
import { createPair, type Pair } from './testing/pair.ts';
import type { PairLink } from './testing/pair-link.ts';

type Page = { messages: Messages; link: PairLink; Logger: ReturnType<typeof createLogger> };

function openPage(pair: Pair): Page {
  const link = pair.connect();
  return { messages: createMessages(link), link, Logger: createLogger({ level: 'silent' }) };
}

/** An extension that acknowledges "m" with this. */
async function acknowledging(pair: Pair, reply: MessageReply): Promise<unknown[]> {
  const link = pair.connect('extension');
  const heard: unknown[] = [];
  link.onFrame((items) => {
    for (const item of items) {
      if (item[0] !== 'm') continue;
      heard.push(item[3]);
      if (item[4] !== undefined) void link.request('reply', { replyId: item[4], ...reply });
    }
  });
  void link.request('listen', { items: [{ bundle: 'b', name: 'm' }] });
  await pair.flush();
  return heard;
}

const to = { bundle: 'b', name: 'm' };

describe('sending', () => {
  it('[M2] carries no content where none was given, so that default parameters work, and null for a callback alone', async () => {
    const pair = createPair();
    const [sender, other] = [openPage(pair), openPage(pair)];
    const heard: unknown[] = [];
    other.messages.listen('b', 'm', (content = 'none') => heard.push(content));
    await pair.flush();
    void sendMessage(sender, to, undefined);
    void sendMessage(sender, to, () => undefined);
    await pair.flush();
    expect(heard).toEqual(['none', null]);
  });

  it('[C13] is heard by the sender’s own listeners, by other pages and by the extension, once each', async () => {
    const pair = createPair();
    const inExtension = await acknowledging(pair, { value: 1 });
    const [sender, other] = [openPage(pair), openPage(pair)];
    const heard: unknown[] = [];
    sender.messages.listen('b', 'm', (content) => heard.push(['own', content]));
    other.messages.listen('b', 'm', (content) => heard.push(['other', content]));
    await pair.flush();
    const answer = sendMessage(sender, to, { x: 1 });
    await pair.flush();
    await expect(answer).resolves.toBe(1);
    await expect.poll(() => heard).toHaveLength(2);
    expect(heard).toEqual(expect.arrayContaining([['own', { x: 1 }], ['other', { x: 1 }]])); // prettier-ignore
    expect(inExtension).toEqual([{ x: 1 }]);
  });

  it.each([0, '', false, null, undefined])('[C9] resolves with %j as acknowledged', async (value) => {
    const pair = createPair();
    await acknowledging(pair, value === undefined ? {} : { value });
    const page = openPage(pair);
    const answer = sendMessage(page, to, undefined);
    await pair.flush();
    await expect(answer).resolves.toBe(value);
  });

  it('[C8][C10] rejects with an Error that carries the extension’s message', async () => {
    const pair = createPair();
    await acknowledging(pair, { error: { name: 'TypeError', message: 'no such team' } });
    const answer = sendMessage(openPage(pair), to, null);
    const reason = answer?.catch((error: unknown) => error);
    await pair.flush();
    expect(await reason).toBeInstanceOf(Error);
    expect(await reason).toMatchObject({ name: 'TypeError', message: 'no such team' });
  });

  it('[C11] with a callback returns undefined, and [C7] calls it with (error) or (null, value)', async () => {
    const pair = createPair();
    const heard = await acknowledging(pair, { value: 0 });
    const calls: unknown[][] = [];
    expect(sendMessage(openPage(pair), to, (...args: unknown[]) => void calls.push(args))).toBeUndefined();
    await pair.flush();
    expect(calls).toEqual([[null, 0]]);
    expect(heard).toEqual([null]);
  });

  it('stays pending where no extension answers; ask says so', async () => {
    const pair = createPair();
    const page = openPage(pair);
    const first = await Promise.race([sendMessage(page, to, null), pair.flush().then(() => 'pending')]);
    expect(first).toBe('pending');
    const answer = ask(page, to, null);
    await pair.flush();
    expect(await answer).toMatchObject({ ok: false, error: { code: 'no-listener' } });
  });

  it('fails while disconnected instead of arriving later', async () => {
    const pair = createPair();
    const heard = await acknowledging(pair, { value: 1 });
    const page = openPage(pair);
    page.link.drop();
    await expect(sendMessage(page, to, 'late')).rejects.toMatchObject({ code: 'disconnected' });
    page.link.reconnect();
    await pair.flush();
    expect(heard).toEqual([]);
  });
});

describe('content that JSON can’t carry', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;

  it('[C7] is an error for the callback, and rejects the promise', async () => {
    const page = openPage(createPair());
    await expect(sendMessage(page, to, cycle)).rejects.toBeInstanceOf(TypeError);
    const answer = await new Promise((resolve) => void sendMessage(page, to, cycle, resolve));
    expect(answer).toBeInstanceOf(TypeError);
  });

  it('is a failure that `ask` names', async () => {
    expect(await ask(openPage(createPair()), to, 10n)).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
  });
});

describe('listening', () => {
  it('[C5] calls every listener, and [C14] stops the one that unlistens', async () => {
    const pair = createPair();
    const [sender, page] = [openPage(pair), openPage(pair)];
    const heard: string[] = [];
    const first = (): void => void heard.push('first');
    page.messages.listen('b', 'm', first);
    page.messages.listen('b', 'm', () => void heard.push('second'));
    await pair.flush();
    void sender.messages.send('b', 'm', null);
    await pair.flush();
    expect(page.messages.unlisten('b', 'm', first)).toBe(true);
    expect(page.messages.unlisten('b', 'm', first)).toBe(false);
    void sender.messages.send('b', 'm', null);
    await pair.flush();
    expect(heard).toEqual(['first', 'second', 'second']);
  });

  it('tells the server once per message, and everything again after a reconnect', async () => {
    const pair = createPair();
    const [sender, page] = [openPage(pair), openPage(pair)];
    const heard: unknown[] = [];
    for (const name of ['m', 'm', 'n']) page.messages.listen('b', name, (content) => heard.push(content));
    await pair.flush();
    await pair.restart();
    for (const { link } of [sender, page]) link.reconnect();
    await pair.flush();
    const both = { items: [to, { bundle: 'b', name: 'n' }] };
    expect(page.link.requests).toEqual([both, both].map((payload) => ({ name: 'listen', payload })));
    void sender.messages.send('b', 'm', 1);
    await pair.flush();
    expect(heard).toEqual([1, 1]);
  });

  it('asks for every message, in portions, so that only those over the limit are refused', async () => {
    const pair = createPair();
    const { messages, link } = openPage(pair);
    for (let index = 0; index <= limits.listenersPerSocket; index += 1) messages.listen('b', `m${index}`, () => {});
    await pair.flush();
    const portions = link.requests.map(({ payload }) => (payload as { items: unknown[] }).items.length);
    expect(portions.reduce((sum, length) => sum + length, 0)).toBe(limits.listenersPerSocket + 1);
    expect(Math.max(...portions)).toBeLessThan(limits.listenersPerSocket);
  });

  it('forgets what a page that went away has left', async () => {
    const pair = createPair();
    const [sender, dashboard] = [openPage(pair), openPage(pair)];
    const heard: string[] = [];
    const gone = (): void => void heard.push('gone');
    dashboard.messages.listen('b', 'm', gone);
    dashboard.messages.listen('b', 'm', () => void heard.push('stays'));
    await pair.flush();
    dashboard.messages.prune((listener) => listener === gone);
    void sender.messages.send('b', 'm', null);
    await pair.flush();
    expect(heard).toEqual(['stays']);
  });
});
