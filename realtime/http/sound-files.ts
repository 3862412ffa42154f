import type { LoadedBundle } from '#services/bundle/types';
import { soundNeed } from './door/bundle-rules.ts';
import type { Route } from './door/route.ts';
import { resolveInside } from './resolve-inside.ts';
import { respondText, type Exchange } from './respond.ts';
import { sendFile } from './send-file.ts';

type Asked = { bundle: string; cue: string; file: string };

/** Serves a sound cue's default file, `/sound/<bundle>/<cue>/default.<ext>` (compat.md A.4). `find` may wait until the bundles are known. */
export function createSoundRoute(find: (name: string) => Promise<LoadedBundle | undefined>): Route {
  return {
    name: 'sound',
    access: (exchange) => soundNeed(exchange, find),
    matches: ({ path }) => path.startsWith('/sound/'),
    async serve(exchange) {
      const { method } = exchange.request;
      if (method === 'GET' || method === 'HEAD') await serve(exchange, find);
      else respondText(exchange, 405, 'Sounds can only be read here.');
    },
  };
}

async function serve(exchange: Exchange, find: (name: string) => Promise<LoadedBundle | undefined>): Promise<void> {
  const missing = () => respondText(exchange, 404, `File not found: ${exchange.path}`);
  const asked = parse(exchange.path);
  const bundle = asked && (await find(asked.bundle));
  const cue = bundle?.manifest.soundCues.find(({ name }) => name === asked?.cue);
  if (!asked || !bundle || !cue) return missing();
  if (cue.defaultFile === undefined) return respondText(exchange, 404, `Cue "${cue.name}" had no default file`);
  const found = await resolveInside(bundle.dir, cue.defaultFile.split('/'), [bundle.dir]);
  if (found?.kind !== 'file') return missing();
  await sendFile(exchange, found.real);
}

/** NodeCG answers for both formats, whichever the file has; the type that is sent is the file's own. */
function parse(path: string): Asked | undefined {
  const [, , ...raw] = path.split('/');
  try {
    const [bundle, cue, file, ...more] = raw.map(decodeURIComponent);
    if (bundle === undefined || cue === undefined || file === undefined || more.length > 0) return undefined;
    return /^default\.\w+$/.test(file) ? { bundle, cue, file } : undefined;
  } catch {
    return undefined;
  }
}
