import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { auditDe } from '../_ui/texts/audit-de.ts';
import { auditEn } from '../_ui/texts/audit-en.ts';
import { auditReasonText } from './audit-reason.ts';

const inGerman = (reason: string) => auditReasonText(reason, auditDe.reasons);

it('[AU10] a reason is said in the reader’s language, and one that nobody has words for as it was written', () => {
  expect(inGerman('last-admin')).toBe(auditDe.reasons['last-admin']);
  expect(inGerman('Not signed in.')).toBe(auditDe.reasons['signed-out']);
  for (const unknown of ['Its file is broken: line 3', 'constructor', '']) expect(inGerman(unknown)).toBe(unknown);
});

it.each(Object.entries(auditEn.reasons))('[AU10] the reason %s, for which there are words, is said in them', (reason, words) => {
  expect(auditReasonText(reason, auditEn.reasons)).toBe(words);
});

it.each([
  ['realtime/gateway/entry/rules.ts', 'You may not do this. Ask an administrator to allow it.'],
  ['realtime/http/internal.ts', 'You may not do this. Ask an administrator to allow it.'],
  ['realtime/http/internal-audit.ts', 'You may not do this.'],
  ['realtime/http/internal-audit.ts', 'The server hit an unexpected error; its log says more.'],
  ['realtime/http/door/note-refusal.ts', 'Not allowed to this user or key.'],
  ['realtime/http/door/note-refusal.ts', 'Not signed in.'],
  ['src/server/services/audit/merge-refusals.ts', 'Too many different ones to list.'],
])('[AU10] %s still says “%s”, which has words of every language', async (file, sentence) => {
  expect(await readFile(file, 'utf8')).toContain(`'${sentence}'`);
  expect(inGerman(sentence)).not.toBe(sentence);
});
