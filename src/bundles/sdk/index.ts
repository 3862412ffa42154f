export { defineBundle } from './define-bundle.ts';
export { defineExtension } from './define-extension.ts';
export { defineMessage } from './define-message.ts';
export { defineReplicant } from './define-replicant.ts';
export { defineTimer } from './define-timer.ts';
export type { BundleDefinition, GraphicOptions, PanelOptions } from './define-bundle.ts';
export type { Extension } from './define-extension.ts';
export type { Acknowledge, ExtensionApi, ExtensionLog, ExtensionReplicant, ExtensionTimer } from './extension-api.ts';
export type {
  BundleConfig,
  MessageInput,
  MessageName,
  MessageOutput,
  ParsedMessageInput,
  ReplicantName,
  ReplicantValue,
  TimerName,
} from './bundle-types.ts';
export type { TypedMessage } from './define-message.ts';
export type { TypedReplicant } from './define-replicant.ts';
