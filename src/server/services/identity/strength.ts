import { commonPasswords } from './common-passwords.ts';

/** bcrypt reads that many bytes. */
const mostBytes = 72;
const leastCharacters = 10;
const leastDifferent = 5;

/** One spelling for what looks alike: keyboards differ in how they make an ü. */
export function normalPassword(password: string): string {
  return password.normalize('NFC');
}

export function fitsPassword(password: string): boolean {
  return Buffer.byteLength(normalPassword(password)) <= mostBytes && !password.includes('\u0000');
}

/** How to make it better; undefined: it is good enough. */
export function weaknessOf(password: string, username: string): string | undefined {
  const text = normalPassword(password);
  if (!fitsPassword(text)) return `A password may have ${mostBytes} bytes; choose a shorter one.`;
  if ([...text].length < leastCharacters)
    return `Use ${leastCharacters} characters or more. Three or four words that don’t belong together are easy to remember.`;
  const plain = text.toLowerCase();
  const core = plain.replace(/[^\p{L}]/gu, '');
  if (commonPasswords.has(plain) || commonPasswords.has(core) || commonPasswords.has(unmask(plain)))
    return 'This is one of the passwords that are tried first. Use three or four words that don’t belong together.';
  if (new Set(plain).size < leastDifferent || isRow(plain))
    return 'The same few characters, or a row such as 123456, are guessed at once. Use words that don’t belong together.';
  const name = username.toLowerCase();
  if (name.length >= 3 && plain.replaceAll(name, '').length < leastCharacters / 2)
    return 'It is mostly the user name. Use words that nobody connects with you.';
  return undefined;
}

/** `p4$$w0rd` is `password`. */
function unmask(text: string): string {
  const masks: Record<string, string> = {
    '4': 'a',
    '@': 'a',
    '3': 'e',
    '1': 'i',
    '!': 'i',
    '0': 'o',
    '5': 's',
    $: 's',
    '7': 't',
  };
  return [...text.replace(/[\d\W_]+$/, '')].map((letter) => masks[letter] ?? letter).join('');
}

/** Rows of neighbours: `abcdefghij`, `9876543210`, `qwertyuiop`. */
function isRow(text: string): boolean {
  const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'qwertzuiop', 'asdfghjkl', 'yxcvbnm', 'zxcvbnm'];
  const both = rows.flatMap((row) => [row, [...row].reverse().join('')]);
  let left = text;
  while (left.length >= 3) {
    const start = left.slice(0, 3);
    const row = both.find((one) => one.includes(start));
    if (row === undefined) return false;
    const from = row.indexOf(start);
    let length = 3;
    while (length < left.length && row[from + length] === left[length]) length += 1;
    left = left.slice(length);
  }
  return true;
}
