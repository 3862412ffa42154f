import type { z } from 'zod';
import type { ReplicantKey } from '#contract/replicant';
import { answerWithState } from './answer-with-state.ts';
import type { payloads } from './payloads.ts';
import type { NodecgContext, NodecgSession } from './session.ts';
import { readerOf } from '../entry/declare-allowed.ts';
import { forbiddenText } from '../entry/rules.ts';
import { describeState, optionsOf, shownTo } from './state.ts';

type Proposal = z.infer<typeof payloads.propose>;
/**
 * Applies a proposal to the newest value, however stale it is, and then says nothing: NodeCG never acknowledges success, its clients hear
 * the change itself. What is refused changes nothing and is acknowledged with the reason and the state that the client is to go back to.
 */
export async function propose(session: NodecgSession, proposal: Proposal, context: NodecgContext): Promise<void> {
  const { namespace, name } = proposal;
  const key = { namespace, name };
  const { permits } = session;
  const reason = permits.mayWrite(key)
    ? ((await findMismatch(session, proposal)) ?? (await apply(session, key, proposal, context)))
    : forbiddenText;
  if (reason === undefined) return;
  if (reason === forbiddenText) context.refused?.();
  if (!context.acknowledge) return;
  if (!permits.mayRead(key)) return context.acknowledge(reason);
  await answerWithState(session, key, context, async () => {
    const declared = await session.declare(key, {}, readerOf(session.connection.actor));
    if (!declared.ok) return { args: [reason] };
    return { args: [reason, describeState(shownTo(permits, key, declared.value))], revision: declared.value.snapshot.revision };
  });
}

/** A client that validates by another schema than the one that counts must get the new one first. */
async function findMismatch(
  { declare, connection }: NodecgSession,
  { namespace, name, schemaSum }: Proposal,
): Promise<string | undefined> {
  if (schemaSum === undefined) return undefined;
  const declared = await declare({ namespace, name }, {}, readerOf(connection.actor));
  const current = declared.ok ? declared.value.schema?.sum : undefined;
  return current === undefined || current === schemaSum ? undefined : 'Mismatched schema version, assignment rejected';
}

/** Undefined: applied, and on air. Else why not. */
async function apply(
  session: NodecgSession,
  key: ReplicantKey,
  { operations, revision = 0, opts }: Proposal,
  { deps: { replicants } }: NodecgContext,
): Promise<string | undefined> {
  const { actor } = session.connection;
  const change = { key, operations, baseRevision: revision, onConflict: 'rebase' as const };
  // Nobody waits for the acknowledgement, so storage may gather changes.
  let result = await replicants.propose(change, actor, { durable: false });
  if (!result.ok && result.error.code === 'not-declared') {
    const declared = await session.declare(key, optionsOf(opts), actor);
    result = declared.ok ? await replicants.propose(change, actor, { durable: false }) : declared;
  }
  return result.ok ? undefined : result.error.message;
}
