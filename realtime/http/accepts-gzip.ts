/** Whether `Accept-Encoding` asks for gzip at least as much as for no encoding at all (RFC 9110, 12.5.3). */
export function acceptsGzip(header: string | string[] | undefined): boolean {
  if (header === undefined) return false;
  const weights = readWeights(String(header));
  const gzip = weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0;
  return gzip > 0 && gzip >= (weights.get('identity') ?? 0);
}

function readWeights(header: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const item of header.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = item.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => /^q\s*=/.test(parameter))?.replace(/^q\s*=/, '');
    const value = weight === undefined ? 1 : Number(weight);
    // What can't be read is not asked for.
    weights.set(coding, value >= 0 && value <= 1 ? value : 0);
  }
  return weights;
}
