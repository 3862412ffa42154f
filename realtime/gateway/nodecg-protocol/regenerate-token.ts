import type { NodecgHandler } from './session.ts';

/**
 * Puts a new token in the place of the one that this client came in by, which ends for everybody else who uses it. NodeCG hands the new
 * one to a page by a cookie; here whoever asks is a program, so the acknowledgement carries it.
 */
export const regenerateToken: NodecgHandler = async ({ renewKey }, _payload, { acknowledge }) => {
  const renewed = await renewKey();
  if (renewed.ok) acknowledge?.(null, renewed.value);
  else acknowledge?.(renewed.error);
};
