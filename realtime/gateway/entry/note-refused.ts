import type { Origin } from '#contract/audit';
import type { Actor } from '#contract/replicant';
import type { Connection } from '#ports/connection';
import { refusalRecord, targetOf, type AuditService } from '#services/audit/index';
import { forbiddenText } from './rules.ts';

/** Hears of a request that a connection was refused, as it was sent. */
export type OnRefused = (connection: Connection, event: string, payload: unknown) => void;

/** Hears of a handshake that was refused: by whom, as far as that is known, into which namespace, and why. */
export type OnKnockRefused = (knock: { actor?: Actor | undefined; origin: Origin; target: string; reason: string }) => void;

/** Writes down that a socket stayed out. Many of one kind are put together by the service. */
export function noteKnock(
  audit: Pick<AuditService, 'record'>,
  { actor, origin, target, reason }: Parameters<OnKnockRefused>[0],
): void {
  audit.record(refusalRecord({ actor, origin, asked: 'connect', target: `socket:${target}`, reason }));
}

/** Writes down that a socket was refused something. */
export function noteRefused(
  audit: Pick<AuditService, 'record'>,
  { actor, asker, remote }: Connection,
  event: string,
  payload: unknown,
): void {
  const target = subjectOf(payload);
  audit.record(refusalRecord({ actor: asker?.actor ?? actor, origin: remote, asked: event, target, reason: forbiddenText }));
}

/** Whether a reply of our protocol refuses what was asked for, or an item of it. */
export function isRefusal(reply: unknown): boolean {
  if (!hasOk(reply)) return false;
  if (!reply.ok)
    return typeof reply.error === 'object' && reply.error !== null && 'code' in reply.error && reply.error.code === 'forbidden';
  const { value } = reply;
  return (
    typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items) && value.items.some(isRefusal)
  );
}

function hasOk(reply: unknown): reply is { ok: boolean; value?: unknown; error?: unknown } {
  return typeof reply === 'object' && reply !== null && 'ok' in reply;
}

/** What a request is about, whichever of the two protocols it is in. */
function subjectOf(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null) return 'socket';
  const fields = payload as Record<string, unknown>;
  const first = Array.isArray(fields.items) ? (fields.items[0] as Record<string, unknown> | undefined) : undefined;
  const { namespace, bundle, bundleName, name, messageName } = first ?? fields;
  const owner = [namespace, bundle, bundleName].find((text) => typeof text === 'string');
  const own = [name, messageName].find((text) => typeof text === 'string');
  if (typeof owner !== 'string') return 'socket';
  return targetOf({
    kind: typeof namespace === 'string' ? 'replicant' : 'bundle',
    bundle: owner,
    name: own,
  });
}
