import type { GrantRule, Reach, Role } from '#contract/access';
import type { RestrictionView } from '#contract/identity';
import { protocolVersion } from '#contract/protocol';
import type { AccessBundle } from '#services/access/index';
import { createAccessService } from '#services/access/index';
import { createSessionTokens } from '#adapters/crypto/session-tokens';
import { byServer, origin, secret, testIdentity } from '#services/identity/test-identity';
import { mergeWrites } from '#services/audit/index';
import type { AuditRecord } from '#contract/audit';
import { noteKnock, noteRefused } from '../entry/note-refused.ts';
import { startTestGateway, type TestClient } from '../test-gateway.ts';

export const graphicUrl = '/bundles/quiz/graphics/score.html';
export const otherUrl = '/bundles/quiz/graphics/names.html';

const bundle = (name: string, more: Partial<AccessBundle> = {}): AccessBundle => ({
  name,
  panels: [{ name: 'desk', workspace: name, dialog: false }],
  graphics: ['score', 'names'].map((file) => ({ url: `/bundles/${name}/graphics/${file}.html` })),
  ...more,
});

/** A gateway where everybody has to sign in, with the real identity and access services on memory: bundles `quiz`, `poll`, and `vault`, which is restricted. */
export async function startGuardedGateway() {
  const restricted: RestrictionView[] = [{ kind: 'bundle', name: 'vault', createdBy: 'ada', createdAt: 0 }];
  const bundles = [
    bundle('quiz', { access: { replicants: { jury: { read: 'ADMIN' } }, messages: { reset: { write: 'ADMIN' } } } }),
    bundle('poll'),
    bundle('vault'),
  ];
  const access = createAccessService({
    now: Date.now,
    bundles: () => bundles,
    restrictions: () => Promise.resolve([...restricted]),
  });
  await access.loadRestrictions();
  const people = testIdentity({ now: Date.now, resource: access.resource });
  people.clock.now = Date.now();
  const records: AuditRecord[] = [];
  const audit = { record: (record: AuditRecord) => void records.push(record) };
  const writes = mergeWrites(audit.record);
  const server = await startTestGateway({
    ...{ identity: people.identity, access, bus: people.bus, witness: writes.add },
    onRefused: (...refused) => noteRefused(audit, ...refused),
    onKnockRefused: (knock) => noteKnock(audit, knock),
  });
  const tokens = createSessionTokens(secret);

  const hello = (page: object) => ({ protocol: protocolVersion, page });
  const pages = {
    '/dashboard': { kind: 'dashboard' },
    '/graphics': { kind: 'graphic', bundle: 'quiz', url: graphicUrl },
    '/extension': { kind: 'extension', bundle: 'quiz' },
  } as const;

  return {
    ...server,
    people,
    access,
    restricted,
    /** What was written down, with all writes until now. */
    recorded() {
      writes.flush();
      return records;
    },
    /** A user's session, as a ticket shows it. */
    async session(username: string, standing: { role: Role; reach?: Reach; grants?: GrantRule[] }, end?: number) {
      const { grants = [], ...rest } = standing;
      const userId = await people.addUser(username, rest);
      for (const rule of grants) await people.identity.grant({ userId, rule }, byServer);
      const input = { userId, method: 'password', expiresAt: end ?? Date.now() + 86_400_000 };
      const opened = await people.identity.openSession(input, origin);
      if (!opened.ok) throw new Error(opened.error.message);
      const { sessionId } = opened.value;
      const ticket = await tokens.makeTicket({ sessionId, expiresAt: Date.now() + 60_000 });
      return { userId, sessionId, credentials: { ticket } };
    },
    async key(level: 'read' | 'write', grants: GrantRule[], expiresAt?: number) {
      const kind = grants.some((grant) => grant.kind === 'graphic') ? 'graphics' : 'token';
      const wish = { kind, name: 'key', level, grants, ...(expiresAt === undefined ? {} : { expiresAt }) } as const;
      const made = await people.identity.createKey(wish, byServer);
      if (!made.ok) throw new Error(made.error.message);
      const { key, secret: text } = made.value;
      return { keyId: key.id, secret: text, credentials: { token: text } };
    },
    enter: (namespace: keyof typeof pages, credentials: object = {}, page: object = pages[namespace]): Promise<TestClient> =>
      server.connect({ namespace, auth: { ...hello(page), ...credentials } }),
  };
}

export type GuardedGateway = Awaited<ReturnType<typeof startGuardedGateway>>;

/** The code with which somebody is refused, or `in`. */
export async function outcomeOf(entering: Promise<unknown>): Promise<string> {
  try {
    await entering;
    return 'in';
  } catch (error) {
    return (error as { data?: { code?: string } }).data?.code ?? String(error);
  }
}
