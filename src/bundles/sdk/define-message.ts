import type { z } from 'zod';

export type TypedMessage<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = { input: I; output: O };

/** A message between pages and the extension. `input` is checked before the extension's handler runs; `output` is what it acknowledges with. */
export function defineMessage<I extends z.ZodType, O extends z.ZodType>(message: { input: I; output: O }): TypedMessage<I, O> {
  return message;
}
