import type { keysEn, sessionsEn } from './keys-en.ts';

/** API-Tokens und Grafikschlüssel, auf Deutsch. */
export const keysDe: typeof keysEn = {
  title: 'Schlüssel',
  intro:
    'Ein Schlüssel steht für ein Programm oder eine Ausgabe, nicht für eine Person. Ein API-Token kommt in den Header eines Skripts; ein Grafikschlüssel öffnet eine Ausgabe in OBS und sonst nichts.',
  filterPlaceholder: 'Schlüssel filtern',
  make: 'Neuer Schlüssel',
  kinds: { token: 'API-Token', graphics: 'Grafikschlüssel' },
  kind: 'Art',
  kindTexts: {
    token: 'Für Skripte und andere Programme: Authorization: Bearer …',
    graphics: 'Für eine Ausgabe in OBS, vMix oder CasparCG: kommt in ihre Adresse.',
  },
  name: 'Name',
  namePlaceholder: 'Stream Deck, Studio B',
  scope: 'Was er öffnet',
  scopeText: 'Mehr hat ein Schlüssel nicht. Du kannst ihm nicht mehr geben, als du hast.',
  create: 'Schlüssel erzeugen',
  needsScope: 'Füge mindestens eine Sache hinzu, die er öffnet.',
  shownOnce: (name) => `Schlüssel „${name}“`,
  shownOnceText: 'Kopiere ihn jetzt: Er wird nur dieses eine Mal gezeigt. Der Server behält keine lesbare Kopie.',
  secret: 'Der Schlüssel',
  addresses: 'Adressen mit diesem Schlüssel',
  copy: 'Kopieren',
  done: 'Fertig',
  empty: 'Noch keine Schlüssel',
  emptyText: 'Erzeuge einen je Programm und je Ausgabe, damit sich einer zurückziehen lässt, ohne die anderen zu treffen.',
  emptyTextForOthers:
    'Wer eine Grafik steuert, erzeugt ihre Schlüssel: mit „URL kopieren“ unter Grafiken. API-Token erzeugt die Verwaltung. Frag dort, wenn du einen Schlüssel brauchst.',
  failed: 'Die Schlüssel konnten nicht geladen werden',
  states: { valid: 'Gültig', revoked: 'Zurückgezogen', over: 'Abgelaufen' },
  by: (who) => `von ${who}`,
  lastUsed: (ago) => `benutzt vor ${ago}`,
  usedNow: 'gerade benutzt',
  neverUsed: 'nie benutzt',
  revoke: 'Zurückziehen',
  revokeNamed: (name) => `${name} zurückziehen`,
  revokeTitle: (name) => `${name} zurückziehen?`,
  revokeText: (used) =>
    `Er endet endgültig innerhalb einer Sekunde, und mit ihm, was damit verbunden ist: Eine Ausgabe, die damit eine Grafik zeigt, wird leer. Zuletzt: ${used}.`,
  revoked: (name) => `${name} ist zurückgezogen`,
};

/** Offene Anmeldungen, auf Deutsch. */
export const sessionsDe: typeof sessionsEn = {
  title: 'Meine Sitzungen',
  text: 'Jeder Browser, in dem du angemeldet bist. Beende, was du nicht kennst.',
  none: 'Keine Sitzung ist offen.',
  openMode: 'Auf diesem Server meldet sich niemand an: Wer an diesem Computer sitzt, verwaltet ihn.',
  this: 'diese hier',
  connections: (n) => (n === 0 ? 'gerade nicht verbunden' : `${n} ${n === 1 ? 'Seite' : 'Seiten'} verbunden`),
  since: (when) => `seit ${when}`,
  seen: (ago) => `gesehen vor ${ago}`,
  seenNow: 'gerade gesehen',
  revoke: 'Beenden',
  revokeNamed: (what) => `Sitzung ${what} beenden`,
  revokeAll: 'Alle Sitzungen beenden',
  revokeOthers: 'Überall sonst abmelden',
  revokeAllTitle: (name) => `Alle Sitzungen von ${name} beenden?`,
  revokeAllText: 'Ihre Seiten sind innerhalb einer Sekunde abgemeldet. Neu anmelden geht.',
  revokeOthersTitle: 'Überall sonst abmelden?',
  revokeOthersText: 'Alle deine anderen Browser sind innerhalb einer Sekunde abgemeldet. Dieser bleibt.',
  revokeThisTitle: 'Genau diese Sitzung beenden?',
  revokeThisText: 'Du wirst hier abgemeldet.',
  revoked: (n) => `${n} ${n === 1 ? 'Sitzung' : 'Sitzungen'} beendet`,
};
