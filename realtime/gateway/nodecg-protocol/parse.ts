import type { z } from 'zod';
import { describeIssue } from '../session.ts';
import type { Acknowledge } from './session.ts';

/** The payload, or undefined after its sender was told which field is wrong. */
export function parse<T extends z.ZodType>(
  event: string,
  schema: T,
  payload: unknown,
  acknowledge: Acknowledge,
): z.infer<T> | undefined {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  acknowledge?.(describeIssue(event, parsed.error));
  return undefined;
}
