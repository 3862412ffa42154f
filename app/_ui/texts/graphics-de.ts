import type { instancesEn } from './graphics-en.ts';

export const instancesDe: typeof instancesEn = {
  closed: 'geschlossen',
  singleInstance: 'Nur einmal',
  singleInstanceHint: 'Darf nur einmal offen sein. Eine zweite Seite wartet, bis die erste geschlossen ist.',
  shows: (version) => `Zeigt ${version}`,
  newest: (version) => `Aktuell ${version}`,
  editedSince: 'Dateien oder Konfiguration wurden geändert, seit sie geladen wurde.',
};
