import type { z } from 'zod';
import type { BundleDefinition } from './define-bundle.ts';

/** Types of a bundle, by the names that it gave. All are type-only: nothing of zod reaches the page that uses them. */
export type ReplicantName<B extends BundleDefinition> = keyof B['replicants'] & string;
export type ReplicantValue<B extends BundleDefinition, N extends ReplicantName<B>> = z.output<B['replicants'][N]['schema']>;

/** Those that were made by `defineTimer`. */
export type TimerName<B extends BundleDefinition> = {
  [N in ReplicantName<B>]: B['replicants'][N] extends { kind: 'timer' } ? N : never;
}[ReplicantName<B>];

export type MessageName<B extends BundleDefinition> = keyof B['messages'] & string;
/** What a sender gives. */
export type MessageInput<B extends BundleDefinition, N extends MessageName<B>> = z.input<B['messages'][N]['input']>;
/** What the handler gets: the input after the schema's defaults. */
export type ParsedMessageInput<B extends BundleDefinition, N extends MessageName<B>> = z.output<B['messages'][N]['input']>;
export type MessageOutput<B extends BundleDefinition, N extends MessageName<B>> = z.output<B['messages'][N]['output']>;

export type BundleConfig<B extends BundleDefinition> = B['config'] extends z.ZodType
  ? z.output<B['config']>
  : Record<string, never>;
