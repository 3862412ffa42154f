import { randomUUID } from 'node:crypto';
import { limits } from '#contract/limits';
import { failure, success, type Result } from '#contract/result';
import type { Json } from '#contract/json';
import { describeCause, type BundleMessage, type MessageError } from '#contract/message';
import type { EventBus } from '#ports/event-bus';
import type { MessageReply, MessageService } from './types.ts';

export type MessageDeps = {
  bus: EventBus;
  /** How long an acknowledgement may take; `limits.messageReplyMs` unless a test says otherwise. */ replyMs?: number;
};

type Outcome = Result<{ value?: Json | undefined }, MessageError>;
type Waiting = { listenerKey: string; settle: (outcome: Outcome) => void };

/** Messages between pages and extensions. See SPEC.md for the rules by id. */
export function createMessageService({ bus, replyMs = limits.messageReplyMs }: MessageDeps): MessageService {
  const extensionListeners = new Map<string, number>();
  const waiting = new Map<string, Waiting>();

  function awaitReply(replyId: string, message: BundleMessage): Promise<Outcome> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(failure(timeoutError(message, replyMs))), replyMs);
      const settle = (outcome: Outcome) => {
        clearTimeout(timer);
        waiting.delete(replyId);
        resolve(outcome);
      };
      waiting.set(replyId, { listenerKey: listenerKeyOf(message.bundle, message.name), settle });
    });
  }

  return {
    async send(message, { connectionId }, { expectReply, unanswerable }) {
      const sender = connectionId === undefined ? {} : { senderId: connectionId };
      const canBeAnswered = expectReply && extensionListeners.has(listenerKeyOf(message.bundle, message.name));
      if (!canBeAnswered) {
        bus.publish({ type: 'message.sent', message, ...sender, ...(unanswerable && { replyId: '' }) });
        return expectReply ? failure(noListenerError(message)) : success({});
      }
      const replyId = randomUUID();
      const reply = awaitReply(replyId, message);
      bus.publish({ type: 'message.sent', message, ...sender, replyId });
      return reply;
    },
    reply(replyId, reply) {
      const wait = waiting.get(replyId);
      if (!wait) return false;
      wait.settle(toOutcome(reply));
      return true;
    },
    extensionListens(bundle, name) {
      const key = listenerKeyOf(bundle, name);
      extensionListeners.set(key, (extensionListeners.get(key) ?? 0) + 1);
      return once(() => {
        const left = (extensionListeners.get(key) ?? 1) - 1;
        if (left > 0) return void extensionListeners.set(key, left);
        extensionListeners.delete(key);
        for (const wait of waiting.values()) if (wait.listenerKey === key) wait.settle(failure(listenerGoneError(bundle, name)));
      });
    },
    close() {
      for (const wait of waiting.values())
        wait.settle(
          failure({ code: 'timeout', message: 'The server is stopping: nobody will acknowledge this message. Send it again.' }),
        );
    },
  };
}

function toOutcome({ error, value }: MessageReply): Outcome {
  if (error !== undefined) return failure({ code: 'rejected', message: describeCause(error), cause: error });
  return success(value === undefined ? {} : { value });
}

function noListenerError({ bundle, name }: BundleMessage): MessageError {
  return {
    code: 'no-listener',
    message: `No running extension listens for "${name}" of bundle "${bundle}", so nobody can acknowledge it. Check the name and whether the bundle's extension runs.`,
  };
}

function listenerGoneError(bundle: string, name: string): MessageError {
  return {
    code: 'no-listener',
    message: `The extension that listens for "${name}" of bundle "${bundle}" ended before it acknowledged. See its error on the bundles page.`,
  };
}

function timeoutError({ bundle, name }: BundleMessage, afterMs: number): MessageError {
  return {
    code: 'timeout',
    message: `The extension got "${name}" of bundle "${bundle}" but didn't acknowledge within ${afterMs / 1000} s. It must call its acknowledgement.`,
  };
}

function listenerKeyOf(bundle: string, name: string): string {
  return `${bundle}\u0000${name}`;
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}
