/**
 * What the server says when it refuses, in German. The key is its own sentence, with `{}` for what it puts in; the translation has as
 * many of them. What isn't here is shown as it came.
 */
export const saidByServerDe: Readonly<Record<string, string>> = {
  // Who asks, and whether they may.
  'You may not do this. Ask an administrator to allow it.': 'Das darfst du nicht. Frag jemanden aus der Verwaltung.',
  'You are not signed in, or no longer. Sign in and try again.':
    'Du bist nicht oder nicht mehr angemeldet. Melde dich an und versuche es nochmal.',
  'This change was asked for by a page of another site. Make it on the dashboard itself.':
    'Diese Änderung kam von der Seite eines anderen Servers. Mach sie im Dashboard selbst.',
  'The server hit an unexpected error; its log says more.': 'Im Server ist ein Fehler aufgetreten; sein Log sagt mehr.',
  'The gateway could not do this; its log says why.': 'Der Server konnte das nicht; sein Log sagt, warum.',
  'The database doesn’t answer. Nothing was changed; try again when it is back.':
    'Die Datenbank antwortet nicht. Nichts wurde geändert; versuche es, wenn sie wieder da ist.',
  'The database does not answer. Try again when it is back.':
    'Die Datenbank antwortet nicht. Versuche es, wenn sie wieder da ist.',
  'This can’t be used: {}': 'Das geht so nicht: {}',
  'This server keeps no accounts.': 'Dieser Server führt keine Konten.',

  // Names and passwords.
  'A user name must not be empty.': 'Ein Benutzername darf nicht leer sein.',
  'A user name may have 64 characters.': 'Ein Benutzername darf 64 Zeichen haben.',
  'A user name may contain letters, digits, spaces and . _ @ + -, and begins with a letter or digit.':
    'Ein Benutzername besteht aus Buchstaben, Ziffern, Leerzeichen und . _ @ + - und beginnt mit einem Buchstaben oder einer Ziffer.',
  'A user name may not mix alphabets, or have letters that nobody sees or that only look like others.':
    'Ein Benutzername darf keine Alphabete mischen und keine Buchstaben haben, die man nicht sieht oder die nur wie andere aussehen.',
  'A user name "local" is taken.': 'Der Benutzername „local“ ist vergeben.',
  'There is a user "{}" already. Choose another name.': 'Es gibt schon jemanden namens „{}“. Nimm einen anderen Namen.',
  'There is a character in it that can’t be stored.': 'Darin ist ein Zeichen, das sich nicht speichern lässt.',
  'A password may have {} bytes; choose a shorter one.': 'Ein Passwort darf {} Byte haben; nimm ein kürzeres.',
  'Use {} characters or more. Three or four words that don’t belong together are easy to remember.':
    'Nimm mindestens {} Zeichen. Drei oder vier Wörter, die nicht zusammengehören, kann man sich gut merken.',
  'This is one of the passwords that are tried first. Use three or four words that don’t belong together.':
    'Dieses Passwort wird als eines der ersten probiert. Nimm drei oder vier Wörter, die nicht zusammengehören.',
  'The same few characters, or a row such as 123456, are guessed at once. Use words that don’t belong together.':
    'Wenige gleiche Zeichen oder Reihen wie 123456 sind sofort erraten. Nimm Wörter, die nicht zusammengehören.',
  'It is mostly the user name. Use words that nobody connects with you.':
    'Es besteht fast nur aus dem Benutzernamen. Nimm Wörter, die niemand mit dir verbindet.',
  'That is not right. Check the user name, the password, and the code where one is asked for.':
    'Das stimmt nicht. Prüfe Benutzernamen, Passwort und den Code, wo einer verlangt ist.',
  'Too many attempts failed. Try again in {} seconds.': 'Zu viele Fehlversuche. Versuche es in {} Sekunden wieder.',
  'Too many attempts failed. Try again in {} minutes.': 'Zu viele Fehlversuche. Versuche es in {} Minuten wieder.',
  'Too many people are signing in at this moment. Try again in a few seconds.':
    'Gerade melden sich zu viele auf einmal an. Versuche es in ein paar Sekunden wieder.',
  'Enter the code of your authenticator app, or a recovery code.':
    'Gib den Code deiner Authenticator-App ein, oder einen Wiederherstellungscode.',

  // One's own account.
  'Nobody signs in on this server yet, so there is no account to change.':
    'Auf diesem Server meldet sich noch niemand an, also gibt es kein Konto zu ändern.',
  'A second factor is set up already. Remove it first.': 'Es gibt schon einen zweiten Faktor. Schalte ihn erst aus.',
  'A second factor belongs to a password. Set a password first.':
    'Ein zweiter Faktor gehört zu einem Passwort. Setze erst eines.',
  'This took too long. Begin again with a new QR code.': 'Das hat zu lange gedauert. Fang mit einem neuen QR-Code an.',
  'This is not the code of now. Is the clock of your phone right? Enter the next code.':
    'Dieser Code gilt gerade nicht. Geht die Uhr deines Telefons richtig? Gib den nächsten Code ein.',
  'There is no second factor to remove.': 'Es ist kein zweiter Faktor eingeschaltet.',
  'This is the only way you can sign in. Set a password first.': 'Anders kannst du dich nicht anmelden. Setze erst ein Passwort.',
  'This account is not linked.': 'Dieses Konto ist nicht verknüpft.',
  'This account belongs to another user here.': 'Dieses Konto gehört hier jemand anderem.',
  'This sign-in was unlinked from the account that it belonged to. Sign in another way and link it again on My account, or ask an administrator.':
    'Diese Anmeldung wurde von ihrem Konto gelöst. Melde dich anders an und verknüpfe sie unter „Mein Konto“ wieder, oder frag jemanden aus der Verwaltung.',
  'Nobody here signs in with this account. Ask an administrator to invite you.':
    'Damit meldet sich hier niemand an. Lass dich von jemandem aus der Verwaltung einladen.',
  'There is no free user name for this account. Ask an administrator to invite you.':
    'Für dieses Konto ist kein Benutzername frei. Lass dich von jemandem aus der Verwaltung einladen.',

  // Users, grants, invitations, sessions and keys.
  'There is no such user any more.': 'Dieses Konto gibt es nicht mehr.',
  'This user is gone.': 'Dieses Konto gibt es nicht mehr.',
  'This user can’t sign in any more.': 'Dieses Konto kann sich nicht mehr anmelden.',
  'Nobody would be left who may administer this server. Make somebody else an administrator first.':
    'Dann könnte niemand mehr diesen Server verwalten. Gib erst jemand anderem diese Rolle.',
  'This is over already: choose an end that is still to come.': 'Das ist schon vorbei: Nimm ein Ende, das noch kommt.',
  'Somebody may have {} grants.': 'Ein Konto darf {} Freigaben haben.',
  'This grant was taken away already.': 'Diese Freigabe ist schon zurückgenommen.',
  'There may be {} restrictions.': 'Es darf {} Sperren geben.',
  'This link was used already, was taken back, or is over. Ask for a new one.':
    'Dieser Link ist schon benutzt, zurückgezogen oder abgelaufen. Lass dir einen neuen geben.',
  'This invitation was used or taken back already.': 'Diese Einladung ist schon benutzt oder zurückgezogen.',
  'An invitation may be open for 31 days.': 'Eine Einladung darf 31 Tage offen sein.',
  '{} invitations are open. Take some back first.': '{} Einladungen sind offen. Zieh erst einige zurück.',
  'Change your own password on My account, where the old one is asked for.':
    'Dein eigenes Passwort änderst du unter „Mein Konto“, wo nach dem alten gefragt wird.',
  'This account is disabled. Enable it first.': 'Dieses Konto ist stillgelegt. Schalte es erst frei.',
  'This account has no password on this server, so there is none to renew: it signs in through a provider, a directory or the list in cfg/nodecg.*.':
    'Dieses Konto hat auf diesem Server kein Passwort, also gibt es keines zu erneuern: Es meldet sich über einen Anbieter, ein Verzeichnis oder die Liste in cfg/nodecg.* an.',
  'This session has ended already.': 'Diese Sitzung ist schon zu Ende.',
  '{} keys are in use. Revoke some first.': '{} Schlüssel sind in Gebrauch. Zieh erst einige zurück.',
  'This token has ended.': 'Dieser Token gilt nicht mehr.',
  'This key was revoked already.': 'Dieser Schlüssel ist schon zurückgezogen.',

  // Arrangements and saved states.
  'You have arranged {} workspaces; reset one first.': 'Du hast {} Arbeitsplätze angeordnet; setze erst einen zurück.',
  'There are {} shared layouts; delete some first.': 'Es gibt {} gemeinsame Anordnungen; lösche erst einige.',
  '{} may use shared layouts, but not change them.': '{} darf gemeinsame Anordnungen nehmen, aber nicht ändern.',
  'There is a shared layout “{}” for this workspace already; choose another name.':
    'Für diesen Arbeitsplatz gibt es schon eine gemeinsame Anordnung „{}“; nimm einen anderen Namen.',
  'There is no such shared layout any more.': 'Diese gemeinsame Anordnung gibt es nicht mehr.',
  'There is a saved state "{}" already; choose another name.':
    'Es gibt schon einen gespeicherten Stand „{}“; nimm einen anderen Namen.',
  'There are {} saved states already; delete old ones first.': 'Es gibt schon {} gespeicherte Stände; lösche erst alte.',
  'These replicants are too large for one saved state; save bundle by bundle.':
    'Diese Replicants sind für einen gespeicherten Stand zu groß; speichere Bundle für Bundle.',
  'It holds replicants that you may not change, so nothing was restored. Ask an administrator.':
    'Darin sind Replicants, die du nicht ändern darfst; nichts wurde wiederhergestellt. Frag jemanden aus der Verwaltung.',
  '{} may look at saved states, but not make, restore or delete them.':
    '{} darf gespeicherte Stände ansehen, aber nicht anlegen, wiederherstellen oder löschen.',
  'There is no such saved state any more.': 'Diesen gespeicherten Stand gibt es nicht mehr.',
};
