import { expect, it } from 'vitest';
import { answerRequests } from './answer-requests.ts';

/** A host whose reading the test decides. */
function createHost() {
  const host = { isReading: true, isHeld: false, answers: 0, drain: () => {} };
  const process = {
    send: () => void (host.answers += 1),
    hold: (isHeld: boolean) => void (host.isHeld = isHeld),
    isBehind: () => !host.isReading,
    onDrain: (handler: () => void) => {
      host.drain = handler;
      return () => {};
    },
    exited: new Promise<never>(() => {}),
  };
  return { host, process };
}

const request = (id: number) => ({ t: 'request' as const, id, bundle: 'show', name: 'message' as const, payload: null });
const connections = { request: () => Promise.resolve({ ok: true }) } as unknown as Parameters<typeof answerRequests>[0];

it('[X8] asks nothing more for a host that does not read its answers, and goes on when it does', async () => {
  const { host, process } = createHost();
  const requests = answerRequests(connections, process, 500);
  requests.add(request(1));
  await requests.idle();
  expect(host).toMatchObject({ answers: 1, isHeld: false });

  host.isReading = false;
  for (let id = 2; id <= 20; id++) requests.add(request(id));
  expect(host).toMatchObject({ answers: 1, isHeld: true });
  // Its silence is its own doing.
  expect(requests.isHeldBack()).toBe(false);

  host.isReading = true;
  host.drain();
  await requests.idle();
  expect(host).toMatchObject({ answers: 20, isHeld: false });
});

it('[X8] has so many requests under way at once and no more', async () => {
  const { host, process } = createHost();
  const requests = answerRequests(connections, process, 2);
  for (let id = 1; id <= 5; id++) requests.add(request(id));
  expect(host.isHeld).toBe(true);
  expect(requests.isHeldBack()).toBe(true);
  await requests.idle();
  expect(host).toMatchObject({ answers: 5, isHeld: false });
});
