import type { assetsEn } from './assets-en.ts';
import { gigabytes } from './gigabytes.ts';

const count = (n: number, one: string, many: string) => `${n.toLocaleString('de')} ${n === 1 ? one : many}`;
const listed = (types: readonly string[]) => types.map((type) => type.toUpperCase()).join(', ');

/** What the page of assets says, in German. */
export const assetsDe: typeof assetsEn = {
  title: 'Medien',
  filterPlaceholder: 'Dateien filtern',
  empty: 'Kein Bundle fragt nach Dateien',
  emptyText:
    'Bundles geben hier an, welche Dateien eine Show ohne Bearbeitung wechseln darf: Logos, Filme, Töne. Von den laufenden Bundles tut das keines („nodecg.assetCategories“ in seiner package.json).',
  emptyAction: 'Zu den Bundles',
  accepts: (types) => `Nimmt ${listed(types)}`,
  acceptsAll: 'Nimmt jede Datei',
  files: (n) => count(n, 'Datei', 'Dateien'),
  emptyCategory: (title) => `Noch nichts in „${title}“`,
  emptyCategoryText: (types) =>
    types.length === 0
      ? 'Dateien hierher ziehen oder hinzufügen. Das Bundle sieht sie sofort.'
      : `${listed(types)}-Dateien hierher ziehen oder hinzufügen. Das Bundle sieht sie sofort.`,
  noMatch: 'Keine Datei hier passt zum Filter.',
  add: 'Dateien hinzufügen',
  addTo: (title, bundle) => `Dateien zu ${title} von ${bundle} hinzufügen`,
  dropHere: (title) => `In ${title} ablegen`,
  select: (name) => `${name} auswählen`,
  selected: (n) => `${n} ausgewählt`,
  clearSelection: 'Nichts auswählen',
  deleteSelected: (n) => `${count(n, 'Datei', 'Dateien')} löschen`,
  copyUrl: (name) => `URL von ${name} kopieren`,
  open: (name) => `${name} öffnen`,
  replace: (name) => `${name} ersetzen`,
  delete: (name) => `${name} löschen`,
  play: (name) => `${name} abspielen`,
  stop: (name) => `${name} anhalten`,
  reading: 'wird gelesen',
  readingHint: 'Der Server liest sie zum ersten Mal. Gleich danach sieht sie das Bundle.',
  deleteTitle: (names) =>
    names.length === 1 ? `„${names[0] ?? ''}“ löschen?` : `${count(names.length, 'Datei', 'Dateien')} löschen?`,
  deleteText: (names, bundle) =>
    `${names.length === 1 ? 'Sie wird' : `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` und ${names.length - 3} weitere werden` : ' werden'}`} von der Platte entfernt und ${bundle} verliert sie sofort. Das lässt sich nicht zurücknehmen.`,
  deleteOnAir: (onAir) => `Jetzt auf Sendung und vielleicht damit: ${onAir}.`,
  deleteOffAir: 'Keine seiner Grafiken ist auf Sendung.',
  deleteAction: 'Löschen',
  deleted: (n) => `${count(n, 'Datei', 'Dateien')} gelöscht`,
  notDeleted: (name, reason) => `${name} wurde nicht gelöscht. ${reason}`,
  added: (name) => `${name} hochgeladen`,
  uploads: (title) => `Uploads zu ${title}`,
  waiting: 'wartet',
  finishing: 'wird gespeichert',
  cancelUpload: (name) => `${name} abbrechen`,
  dismiss: (name) => `${name} ausblenden`,
  again: 'Nochmal',
  againNamed: (name) => `${name} nochmal hochladen`,
  sent: (percent) => `${percent} %`,
  connectionLost: 'Die Verbindung brach ab, bevor alles da war. Nichts wurde behalten.',
  tooLarge: (mostBytes) => `Größer als ${gigabytes(mostBytes, ',')}, mehr nimmt dieser Server nicht (ASSET_MAX_MB).`,
  wrongType: (types) => `Hier passen nur ${listed(types)}.`,
  badName: {
    empty: 'Sie hat keinen Namen.',
    hidden: 'Namen, die mit einem Punkt beginnen, sind für versteckte Dateien. Bitte umbenennen.',
    separator: 'Ein Name darf keinen Schrägstrich enthalten. Bitte umbenennen.',
    control: 'Der Name enthält unsichtbare Zeichen. Bitte umbenennen.',
    reserved: 'Windows reserviert diesen Namen für ein Gerät. Bitte umbenennen.',
    ending: 'Ein Name darf nicht mit einem Punkt oder Leerzeichen enden. Bitte umbenennen.',
    long: 'Der Name ist zu lang für eine Platte. Bitte kürzen.',
  },
  date: (at) => new Date(at).toLocaleString('de', { dateStyle: 'medium', timeStyle: 'short' }),
};
