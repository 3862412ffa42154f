import type { IdentityDeps } from './context.ts';

/** Seals what an older key had sealed with the newest, so that the older one can be taken out of the configuration. Never rejects. */
export async function resealAll({ accounts, box, log }: Pick<IdentityDeps, 'accounts' | 'box' | 'log'>): Promise<void> {
  try {
    const old = (await accounts.sealedTexts()).filter(({ text }) => box.isOld(text));
    let renewed = 0;
    let unreadable = 0;
    for (const sealed of old) {
      const text = box.open(sealed.text);
      if (text === undefined) unreadable += 1;
      else if (await accounts.reseal(sealed, box.seal(text))) renewed += 1;
    }
    if (renewed > 0) log.info(`${renewed} stored secrets are sealed with the newest key now.`);
    if (unreadable > 0)
      log.warn(`${unreadable} stored secrets can’t be read: their key is neither in ENCRYPTION_KEYS nor NEXTAUTH_SECRET.`);
  } catch (error) {
    log.warn('Stored secrets could not be sealed anew.', { error: error instanceof Error ? error.message : String(error) });
  }
}
