import { AndFilter, Client, EqualityFilter, FilterParser, type Entry, type Filter } from 'ldapts';
import { failure, success, type Result } from '#contract/result';
import type { LdapSettings } from '#contract/sign-in';
import type { Facts } from './admission.ts';

/** `wrong`: no such person there, several, or another password. `away`: the directory didn't answer as it should; `reason` is for the log. */
export type LdapRefusal = { code: 'wrong' } | { code: 'away'; reason: string };
export type LdapPerson = Facts & { name: string };

const connectWithinMs = 5_000;
const answerWithinMs = 8_000;
const longestInput = 256;
const binaryIds = /^(objectguid|objectsid)$/i;

/**
 * Whether the directory knows this name with this password: the service finds the one entry, and the entry's own bind shows the
 * password. Nothing that is typed becomes part of a filter's text.
 */
export async function checkLdap(
  settings: LdapSettings,
  { username, password }: { username: string; password: string },
): Promise<Result<LdapPerson, LdapRefusal>> {
  // A directory takes a bind without a password for an anonymous one, and says that it went well.
  if (username === '' || password === '' || password.includes('\0')) return failure({ code: 'wrong' });
  if (username.length > longestInput || password.length > longestInput) return failure({ code: 'wrong' });
  try {
    const entries = await connected(settings, async (client) => {
      if (settings.bindDn !== undefined) await client.bind(settings.bindDn, settings.bindPassword ?? '');
      return find(client, settings, username);
    });
    const [entry] = entries;
    if (entry === undefined || entries.length !== 1 || entry.dn === '') return failure({ code: 'wrong' });
    const isRight = await connected(settings, (client) => binds(client, entry.dn, password));
    return isRight ? personOf(entry, settings) : failure({ code: 'wrong' });
  } catch (error) {
    return failure({ code: 'away', reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
}

async function connected<T>(settings: LdapSettings, work: (client: Client) => Promise<T>): Promise<T> {
  const { url, startTls, verifyCertificate, ca } = settings;
  const tlsOptions = { rejectUnauthorized: verifyCertificate, ...(ca === undefined ? {} : { ca }) };
  const client = new Client({
    url,
    connectTimeout: connectWithinMs,
    timeout: answerWithinMs,
    ...(url.startsWith('ldaps:') ? { tlsOptions } : {}),
  });
  try {
    if (startTls) await client.startTLS({ ...tlsOptions, host: new URL(url).hostname, servername: new URL(url).hostname });
    return await work(client);
  } finally {
    await client.unbind().catch(() => undefined);
  }
}

async function find(client: Client, settings: LdapSettings, username: string): Promise<Entry[]> {
  const { searchBase, userAttribute, filter, idAttribute, groupAttribute } = settings;
  const wanted = [userAttribute, groupAttribute, ...(idAttribute === undefined ? [] : [idAttribute])];
  const isPerson = new EqualityFilter({ attribute: userAttribute, value: username });
  const filters: Filter[] = filter === undefined ? [isPerson] : [isPerson, FilterParser.parseString(filter)];
  const { searchEntries } = await client
    .search(searchBase, {
      scope: 'sub',
      filter: filters.length === 1 ? isPerson : new AndFilter({ filters }),
      // Some servers find a name only as they write it themselves.
      attributes: [...new Set(wanted.flatMap((name) => [name, name.toLowerCase()]))],
      // One more than is wanted tells that there are several.
      sizeLimit: 2,
      ...(idAttribute === undefined ? {} : { explicitBufferAttributes: [idAttribute, idAttribute.toLowerCase(), 'objectGUID'] }),
    })
    .catch((error: unknown) => {
      if (error instanceof Error && (error.name === 'NoSuchObjectError' || error.name === 'SizeLimitExceededError'))
        return { searchEntries: [] };
      throw error;
    });
  return searchEntries;
}

async function binds(client: Client, dn: string, password: string): Promise<boolean> {
  try {
    await client.bind(dn, password);
    return true;
  } catch (error) {
    // Expired, locked and switched-off accounts are refused like this, too.
    const refusals = ['InvalidCredentialsError', 'UnwillingToPerformError', 'InappropriateAuthError', 'InsufficientAccessError'];
    if (error instanceof Error && refusals.includes(error.name)) return false;
    throw error;
  }
}

function personOf(entry: Entry, settings: LdapSettings): Result<LdapPerson, LdapRefusal> {
  const name = textsOf(entry, settings.userAttribute)[0];
  const id = settings.idAttribute === undefined ? entry.dn.toLowerCase() : idOf(entry, settings.idAttribute);
  if (name === undefined || id === undefined)
    return failure({
      code: 'away',
      reason: `The entry ${entry.dn} lacks ${settings.userAttribute} or ${settings.idAttribute ?? ''}.`,
    });
  const groups = textsOf(entry, settings.groupAttribute).map((group) => `group:${group}`);
  return success({ id, name, names: [name], groups });
}

/** Servers write attributes' names as they like. */
function valuesOf(entry: Entry, attribute: string): (string | Buffer)[] {
  const found = Object.entries(entry).find(([name]) => name.toLowerCase() === attribute.toLowerCase())?.[1];
  return found === undefined ? [] : Array.isArray(found) ? found : [found];
}

function textsOf(entry: Entry, attribute: string): string[] {
  return valuesOf(entry, attribute)
    .map((value) => (typeof value === 'string' ? value : value.toString('utf8')))
    .filter((value) => value !== '');
}

function idOf(entry: Entry, attribute: string): string | undefined {
  const value = valuesOf(entry, attribute)[0];
  if (value === undefined || value.length === 0) return undefined;
  if (!binaryIds.test(attribute)) return value.toString('utf8');
  // Read as text, two of them could become the same.
  return typeof value === 'string' ? undefined : value.toString('hex');
}
