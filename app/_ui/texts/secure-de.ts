import type { secureEn } from './secure-en.ts';

/** Wer hereinkommt, und wie der Server Anmeldung verlangt. Auf Deutsch. */
export const secureDe: typeof secureEn = {
  title: 'Server absichern',
  mode: 'Zugang',
  modes: { open: 'Offen: nur dieser Computer', login: 'Anmeldung' },
  openNow: 'Dieser Server steht nur diesem Computer offen',
  openNowText:
    'Wer hier sitzt, verwaltet ihn, ohne Passwort. Andere Computer erreichen ihn nicht. Für eine Crew im Netz lass die Leute sich anmelden: drei Schritte und ein Neustart.',
  loginNow: 'Auf diesem Server meldet man sich an',
  loginNowText: 'Niemand kommt ohne Konto, Schlüssel oder Einladung herein.',
  step: (n) => `Schritt ${n}`,
  admin: 'Das erste Verwaltungskonto anlegen',
  adminText: 'Nach dem Neustart ist es deins. Legst du es hier an, braucht es keinen Einrichtungslink.',
  adminDone: (name) => `${name} kann diesen Server nach dem Anmelden verwalten.`,
  username: 'Benutzername',
  password: 'Passwort',
  passwordHint: 'Mindestens 10 Zeichen, die nicht leicht zu erraten sind.',
  repeat: 'Passwort noch einmal',
  differs: 'Die beiden Passwörter sind verschieden.',
  create: 'Konto anlegen',
  created: (name) => `Das Konto von ${name} ist da`,
  start: 'Anmeldung verlangen',
  startText: 'Stopp den Server (Strg+C) und starte ihn im selben Ordner so. HOST=0.0.0.0 öffnet ihn fürs Netz.',
  windows: 'Windows (PowerShell)',
  unix: 'macOS und Linux',
  file: 'Oder auf Dauer, in cfg/nodecg.json',
  https: 'HTTPS einrichten',
  httpsText:
    'Passwörter dürfen nicht im Klartext durch das Netz einer Halle gehen. Mit eigenem Zertifikat, oder hinter einem Reverse-Proxy, der eins hat:',
  httpsOn: 'HTTPS ist an.',
  httpsNow: 'Diese Seite wurde ohne HTTPS geladen.',
  httpsProxy: 'Hinter einem Proxy nenne ihn, damit Adressen der Besucher und HTTPS bekannt sind:',
  copy: 'Kopieren',
  addresses: 'Dann erreichen ihn andere unter',
  afterwards: 'Was sich ändert, und was offen bleibt',
  after: [
    'Alle melden sich an: Dashboard, Panels, API und Sockets. Sitzungen lassen sich einzeln beenden.',
    'Grafiken in OBS brauchen einen Schlüssel in ihrer Adresse: Kopiere sie neu von der Seite „Grafiken“.',
    'Ohne Anmeldung oder Schlüssel gibt es nur die Seiten zum Anmelden (auch mit Einladung und Einrichtungslink), unsere eigenen Skripte und Stile, /health und /ready zur Überwachung (sie sagen, dass er läuft, nicht was), und Pfade, die ein Bundle selbst öffentlich nennt, etwa für einen Webhook.',
    'Erweiterungen und Gespeichertes bleiben, wie sie sind. Zurück zu offen: AUTH_MODE und HOST weglassen.',
  ],
};
