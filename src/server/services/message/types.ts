import type { Json } from '#contract/json';
import type { BundleMessage, MessageError } from '#contract/message';
import type { Actor } from '#contract/replicant';
import type { Result } from '#contract/result';

export type MessageSender = { connectionId?: string; actor: Actor };
export type MessageReply = { error?: Json; value?: Json };
/** `unanswerable`: the sender could not be told, and an extension that acknowledges is told so. */
export type SendOptions = { expectReply: boolean; unanswerable?: boolean };

export interface MessageService {
  /**
   * Hands a message to every listener but the sender. With `expectReply` it resolves with the first extension's acknowledgement,
   * or fails after `limits.messageReplyMs`, or at once when no extension listens.
   */
  send(
    message: BundleMessage,
    sender: MessageSender,
    options: SendOptions,
  ): Promise<Result<{ value?: Json | undefined }, MessageError>>;
  /** An extension acknowledges; false when nobody waits any more (unknown, late, or already answered). */
  reply(replyId: string, reply: MessageReply): boolean;
  /** Called by the gateway when an extension begins and ends to listen; returns the end. */
  extensionListens(bundle: string, name: string): () => void;
  close(): void;
}
