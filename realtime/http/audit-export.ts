import { once } from 'node:events';
import { z } from 'zod';
import { auditFilterSchema } from '#contract/audit';
import { exportEntries, exportFormats, type AuditService } from '#services/audit/index';
import type { ClientOf } from './client-of.ts';
import { requestOrigin } from './request-origin.ts';
import type { Route } from './door/route.ts';
import { respondText, type Exchange } from './respond.ts';

const number = z.coerce.number().int().optional();
const querySchema = auditFilterSchema
  .omit({ limit: true, before: true, from: true, to: true })
  .extend({ format: z.enum(exportFormats, 'must be jsonl or csv'), from: number, to: number });

type Audit = Pick<AuditService, 'list' | 'record'>;
/** Undefined while the server starts. */
export type AuditOf = () => Audit | undefined;

/**
 * `GET /audit/export?format=csv|jsonl` with the filters of the audit page: the entries, newest first, as they are read. Taking a copy is written down.
 */
export function createAuditExportRoute(audit: AuditOf, clientOf: ClientOf): Route {
  return {
    name: 'audit-export',
    access: { action: 'audit.read', resource: { kind: 'server' } },
    matches: ({ path }) => path === '/audit/export',
    serve: (exchange) => answerExport(exchange, audit(), clientOf),
  };
}

async function answerExport(exchange: Exchange, audit: Audit | undefined, clientOf: ClientOf): Promise<void> {
  const { request, response, query, asker } = exchange;
  if (request.method !== 'GET') return respondText(exchange, 405, 'The audit log can only be read.');
  if (!audit || !asker) return respondText(exchange, 503, 'The server is starting.');
  const asked = querySchema.safeParse(Object.fromEntries([...query].filter(([, value]) => value !== '')));
  if (!asked.success)
    return respondText(exchange, 400, `${asked.error.issues[0]?.path.join('.') ?? ''} ${asked.error.issues[0]?.message ?? ''}`);
  const { format, ...filter } = asked.data;
  const pieces = exportEntries((page) => audit.list(page), filter, format);
  const first = await pieces.next().catch(() => undefined);
  if (!first) return respondText(exchange, 503, 'The audit log can’t be read, because the database does not answer. Try again.');
  const { kind, id, role } = asker.actor;
  audit.record({
    ...{
      actor: { kind, id, role },
      action: 'audit.export',
      target: 'audit',
      origin: requestOrigin(request, clientOf),
      result: 'ok',
    },
    after: { format, ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) },
  });
  response.writeHead(200, {
    'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
    'content-disposition': `attachment; filename="audit-${new Date().toISOString().slice(0, 10)}.${format}"`,
    'cache-control': 'no-store',
  });
  await send(exchange, first.done ? '' : first.value, pieces);
}

/** Cut off where the database stops answering: a file that only looks whole would be worse. */
async function send({ response }: Exchange, first: string, pieces: AsyncGenerator<string>): Promise<void> {
  try {
    if (first !== '') response.write(first);
    for await (const piece of pieces) {
      if (response.destroyed) return;
      if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    response.end();
  } catch {
    response.destroy();
  }
}
