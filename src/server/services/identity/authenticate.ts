import type { Asker, Credentials } from '#contract/identity';
import type { IdentityContext } from './context.ts';

/**
 * Who shows these. A bearer or a ticket was sent on purpose and decides alone. Of what a browser sends by itself a session counts before a
 * key; one that is over doesn't hide one that isn't.
 */
export async function authenticate(
  { live, tokens, now }: Pick<IdentityContext, 'live' | 'tokens' | 'now'>,
  { bearer, ticket, sessionToken, key, keyCookie }: Credentials,
): Promise<Asker | undefined> {
  const bySession = async (found: { sessionId: string } | undefined, via: Asker['via']) => {
    const asker = found && (await live.bySession(found.sessionId));
    return asker && withVia(asker, via);
  };
  const byKey = async (text: string, via: Asker['via']) => {
    const asker = await live.byKey(text);
    return asker && withVia(asker, via);
  };
  if (bearer !== undefined)
    return bearer.startsWith('ncg_') ? byKey(bearer, 'bearer') : bySession(await tokens.read(bearer), 'bearer');
  if (ticket !== undefined) return bySession(await tokens.readTicket(ticket, now()), 'ticket');
  return (
    (sessionToken === undefined ? undefined : await bySession(await tokens.read(sessionToken), 'session')) ??
    (key === undefined ? undefined : await byKey(key, 'key')) ??
    (keyCookie === undefined ? undefined : await byKey(keyCookie, 'key-cookie'))
  );
}

function withVia(asker: Asker, via: Asker['via']): Asker {
  return asker.via === via ? asker : { ...asker, via };
}
