/** Asked for before every attempt to connect, because a ticket is good for a minute and one attempt may be many minutes after another. */
export type AskTicket = () => Promise<string | undefined>;

const answerWithinMs = 10_000;

/**
 * Where the dashboard's own page finds the gateway: on another origin if its server says so (`<html data-realtime-url>`, from REALTIME_URL).
 * The session's cookie doesn't go there, so every attempt to connect carries a fresh ticket instead. Without one (nobody signed in, no
 * answer, or nobody has to sign in) the attempt is made all the same, and the gateway decides.
 */
export function dashboardLine(
  { dataset }: Pick<HTMLElement, 'dataset'>,
  ownOrigin: string,
): { url?: string; ticket?: AskTicket } {
  const { realtimeUrl } = dataset;
  if (realtimeUrl === undefined) return {};
  const { origin: url } = new URL(realtimeUrl);
  return url === ownOrigin ? {} : { url, ticket: askTicket };
}

async function askTicket(): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    const response = await fetch('/api/realtime/ticket', { method: 'POST', cache: 'no-store', signal });
    const { ticket } = (await response.json()) as { ticket?: unknown };
    return typeof ticket === 'string' ? ticket : undefined;
  } catch {
    return undefined;
  }
}
