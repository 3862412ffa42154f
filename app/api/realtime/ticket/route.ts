import { webRuntime } from '#runtime/create-web-runtime';
import { createContext } from '#trpc/create-context';

/**
 * A minute's ticket for a socket on another origin (REALTIME_URL), where the session's cookie doesn't go. 401: nobody is signed in, or not
 * any more. Where nobody has to sign in there is none, and none is needed.
 */
export async function POST(request: Request): Promise<Response> {
  const { asked, mode, sameOrigin, gateway } = await createContext(webRuntime().gatewayFor, request.headers);
  if (!sameOrigin) return answer(403, { error: 'Only pages of this server may ask for a ticket.' });
  if (mode === 'open') return answer(200, { ticket: null });
  if (asked?.asker.sessionId === undefined) return answer(401, { error: 'You are not signed in, or no longer.' });
  const ticket = await gateway.sessions.ticket({});
  return ticket.ok ? answer(200, ticket.value) : answer(401, { error: ticket.error.message });
}

function answer(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}
