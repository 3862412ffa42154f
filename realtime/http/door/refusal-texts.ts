import type { Language } from '#contract/language';

type RefusalTexts = {
  notForYou: string;
  /** `who`: markup that names the user or key. */
  notForUser: (who: string) => string;
  notForKey: (who: string) => string;
  toDashboard: string;
  signedOut: string;
  signedOutText: string;
  signIn: string;
  needsKey: string;
  needsKeyText: string;
};

/** What the front door's pages say instead of what was asked for. */
export const refusalTexts: Record<Language, RefusalTexts> = {
  en: {
    notForYou: 'Not for you',
    notForUser: (who) =>
      `There is nothing at this address that you may see: you are signed in as ${who}. If you should, ask an administrator of this show to allow it.`,
    notForKey: (who) =>
      `There is nothing at this address that the key ${who} opens. If it should, ask an administrator of this show for another one.`,
    toDashboard: 'To the dashboard',
    signedOut: 'Signed out',
    signedOutText: 'You are not signed in any more, so this can’t be shown.',
    signIn: 'Sign in',
    needsKey: 'A key is needed',
    needsKeyText: 'Copy this graphic’s address on the dashboard again, with its key.',
  },
  de: {
    notForYou: 'Nicht für dich',
    notForUser: (who) =>
      `Unter dieser Adresse gibt es nichts, was du sehen darfst: Du bist als ${who} angemeldet. Wenn doch, frag jemanden aus der Verwaltung dieser Show.`,
    notForKey: (who) =>
      `Unter dieser Adresse gibt es nichts, was der Schlüssel ${who} öffnet. Wenn doch, lass dir von jemandem aus der Verwaltung einen anderen geben.`,
    toDashboard: 'Zum Dashboard',
    signedOut: 'Abgemeldet',
    signedOutText: 'Du bist nicht mehr angemeldet, darum ist hier nichts zu sehen.',
    signIn: 'Anmelden',
    needsKey: 'Hier braucht es einen Schlüssel',
    needsKeyText: 'Kopiere die Adresse dieser Grafik im Dashboard noch einmal, mit ihrem Schlüssel.',
  },
};
