import { refusalRecord, type AuditService } from '#services/audit/index';
import type { ClientOf } from '../client-of.ts';
import { requestOrigin } from '../request-origin.ts';
import type { Exchange } from '../respond.ts';
import { wantsPage } from '../unavailable-page.ts';

/** Writes down that the front door refused something. A page that is sent to sign in is no refusal: everybody begins there. */
export function noteRefusal(exchange: Exchange, clientOf: ClientOf, audit: Pick<AuditService, 'record'> | undefined): void {
  const { request, path, asker } = exchange;
  if (!asker && wantsPage(exchange) && request.method === 'GET') return;
  audit?.record(
    refusalRecord({
      actor: asker?.actor,
      origin: requestOrigin(request, clientOf),
      asked: request.method ?? 'GET',
      target: path,
      reason: asker ? 'Not allowed to this user or key.' : 'Not signed in.',
    }),
  );
}
