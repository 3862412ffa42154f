import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { saidByServer } from './said-by-server.ts';
import { saidByServerDe } from './texts/said-by-server-de.ts';

const german = (sentence: string) => saidByServer(sentence, saidByServerDe);

it('says a refusal of the server in the reader’s language, with what the server put in', () => {
  expect(german('This key was revoked already.')).toBe('Dieser Schlüssel ist schon zurückgezogen.');
  expect(german('There is a user "{} $& ada" already. Choose another name.')).toContain('namens „{} $& ada“');
  expect(german('Too many attempts failed. Try again in 12 minutes.')).toContain('in 12 Minuten');
});

it('leaves a sentence that nobody has translated as it came', () => {
  expect(german('Something of a bundle.')).toBe('Something of a bundle.');
  expect(german('toString')).toBe('toString');
  expect(saidByServer('This key was revoked already.', {})).toBe('This key was revoked already.');
});

/** Sentences that a file refuses with; `${…}` of a template is `{}`. */
function refusalsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8').replace(/\$\{[^}]*\}/g, '{}');
  return [...source.matchAll(/refuse\(\s*'[a-z-]+',\s*(['`])(.+?)\1,?\s*\)|message: '([A-Z].+?)'/gs)].map(
    (hit) => hit[2] ?? hit[3] ?? '',
  );
}

const folders = ['src/server/services/identity', 'src/server/services/layout', 'src/server/services/access', 'src/server/trpc'];
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.includes('test'))
    .map((name) => path.join(folder, name)),
);
// Made of two: their halves are other tests' business.
const composed = /^A user name \{\}|Try again \{\}|^Something is wrong with this bundle/;

it.each(files.flatMap((file) => refusalsOf(file).map((sentence) => [path.basename(file), sentence] as const)))(
  '%s refuses in German, too: %s',
  (_, sentence) => {
    if (composed.test(sentence)) return;
    expect(Object.keys(saidByServerDe)).toContain(sentence);
  },
);

it('has as many places for what is put in as the sentence of the server', () => {
  const places = (text: string) => text.split('{}').length;
  for (const [theirs, ours] of Object.entries(saidByServerDe)) expect(places(ours), theirs).toBe(places(theirs));
});
