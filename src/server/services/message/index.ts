export { createMessageService, type MessageDeps } from './create-message-service.ts';
export type { MessageReply, MessageSender, MessageService } from './types.ts';
