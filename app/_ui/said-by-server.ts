/** A sentence of the server in the reader's language, as its catalogue has it; as it came where it has none. */
export function saidByServer(sentence: string, catalogue: Readonly<Record<string, string>>): string {
  if (Object.hasOwn(catalogue, sentence)) return catalogue[sentence] ?? sentence;
  for (const [theirs, ours] of Object.entries(catalogue)) {
    const put = theirs.includes('{}') ? patternOf(theirs).exec(sentence)?.slice(1) : undefined;
    if (put) return ours.replaceAll('{}', () => put.shift() ?? '');
  }
  return sentence;
}

/** Finds what the server has put into a sentence. */
function patternOf(sentence: string): RegExp {
  const parts = sentence.split('{}').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('(.{1,200}?)')}$`, 'su');
}
