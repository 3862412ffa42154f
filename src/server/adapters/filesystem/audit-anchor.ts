import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Anchor, AnchorState, AuditAnchor } from '#ports/audit-anchor';

/**
 * `audit-anchor.json` in the data folder, signed with `audit-secret` beside it, which is made once and readable by this user only. Where
 * the secret is and the anchor isn't, somebody took it away.
 */
export function createAuditAnchor(dataDir: string): AuditAnchor {
  const file = path.join(dataDir, 'audit-anchor.json');
  const secretFile = path.join(dataDir, 'audit-secret');
  return {
    async read(): Promise<AnchorState> {
      const [text, secret] = await Promise.all([readIfThere(file), readIfThere(secretFile)]);
      if (secret === undefined) return { state: text === undefined ? 'new' : 'forged' };
      // Ended by force between its first writing and its place: nobody took anything away.
      const found = text ?? (await readIfThere(`${file}.new`));
      const anchor = found === undefined ? undefined : parse(found, secret);
      if (text === undefined && !anchor) return { state: 'missing' };
      return anchor ? { state: 'known', anchor } : { state: 'forged' };
    },
    async write({ seq, hash, broken }) {
      const known = await readIfThere(secretFile);
      const secret = known ?? randomBytes(32).toString('base64url');
      const anchor: Anchor = { seq, hash, ...(broken ? { broken } : {}) };
      await writeBeside(file, `${JSON.stringify({ ...anchor, mac: macOf(anchor, secret) })}\n`);
      // At no moment is there a secret without an anchor.
      if (known === undefined) await writeWhole(secretFile, secret);
      await rename(`${file}.new`, file);
    },
  };
}

function macOf({ seq, hash, broken }: Anchor, secret: string): string {
  const text = JSON.stringify(['nodecg-next audit anchor v1', seq, hash, broken ? [broken.seq, broken.reason] : null]);
  return createHmac('sha256', secret).update(text).digest('hex');
}

function parse(text: string, secret: string): Anchor | undefined {
  try {
    const { mac, ...anchor } = JSON.parse(text) as Anchor & { mac: string };
    const [given, expected] = [Buffer.from(mac, 'hex'), Buffer.from(macOf(anchor, secret), 'hex')];
    return given.length === expected.length && timingSafeEqual(given, expected) ? anchor : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined: there is none. Rejects where it can't be read. */
async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeBeside(file, text);
  await rename(`${file}.new`, file);
}

async function writeBeside(file: string, text: string): Promise<void> {
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
