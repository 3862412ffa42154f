import type { Language } from '#contract/language';

/** NodeCG's codes for a client that its server sends away. */
type AuthErrorTexts = {
  title: string;
  again: string;
  unknown: string;
  codes: Readonly<Record<string, string>>;
};

/** What the page of `/authError` says. */
export const authErrorTexts: Record<Language, AuthErrorTexts> = {
  en: {
    title: 'Not signed in',
    again: 'Try again',
    unknown: 'This page may not talk to the server any more.',
    codes: {
      credentials_required: 'This page has to show who opens it. Sign in, or open it by an address with a key.',
      credentials_bad_format: 'What this page showed to be let in could not be read. Sign in, or use an address with a new key.',
      invalid_token: 'The key of this address doesn’t open it, or no longer. Copy the address again on the dashboard.',
      token_invalidated: 'The key of this address was replaced or revoked. Copy the address again on the dashboard.',
      invalid_session: 'Your session has ended. Sign in to go on.',
      internal_error: 'The server could not check who opens this page. Try again in a moment.',
    },
  },
  de: {
    title: 'Nicht angemeldet',
    again: 'Noch einmal versuchen',
    unknown: 'Diese Seite darf nicht mehr mit dem Server sprechen.',
    codes: {
      credentials_required:
        'Diese Seite muss zeigen, wer sie öffnet. Melde dich an, oder öffne sie mit einem Schlüssel in der Adresse.',
      credentials_bad_format:
        'Was diese Seite gezeigt hat, war nicht lesbar. Melde dich an, oder nimm eine Adresse mit einem neuen Schlüssel.',
      invalid_token:
        'Der Schlüssel dieser Adresse öffnet sie nicht, oder nicht mehr. Kopiere die Adresse im Dashboard noch einmal.',
      token_invalidated:
        'Der Schlüssel dieser Adresse wurde ersetzt oder widerrufen. Kopiere die Adresse im Dashboard noch einmal.',
      invalid_session: 'Deine Sitzung ist vorbei. Melde dich an, um weiterzumachen.',
      internal_error: 'Der Server konnte nicht prüfen, wer diese Seite öffnet. Versuche es gleich noch einmal.',
    },
  },
};
