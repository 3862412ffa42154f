const known: [name: string, pattern: RegExp][] = [
  ['OBS', /\bOBS\/([\d.]+)/],
  ['vMix', /\bvMix(?:\/([\d.]+))?/i],
  ['CasparCG', /\bCasparCG(?:\/([\d.]+))?/i],
  ['Streamlabs', /\bStreamlabs\w*(?:\/([\d.]+))?/i],
  ['Edge', /\bEdg\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Firefox', /\bFirefox\/(\d+)/],
  ['Chrome', /\b(?:Headless)?Chrome\/(\d+)/],
  ['Safari', /\bVersion\/(\d+).*\bSafari\//],
];

/** What a crew calls the program behind a user agent: `OBS 30.2`, `Chrome 156`; `unknown` when it says nothing that we know. */
export function nameClient(userAgent: string): string {
  for (const [name, pattern] of known) {
    const match = pattern.exec(userAgent);
    if (match) return match[1] === undefined ? name : `${name} ${match[1].split('.').slice(0, 2).join('.')}`;
  }
  return 'unknown';
}
