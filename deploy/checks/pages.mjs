// npm run check:pages: fails on a page or route of app/ that has no rule in realtime/http/door/page-rules.ts. The build runs it first.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const projectDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const rulesFile = 'realtime/http/door/page-rules.ts';

/** Files that Next answers at their folder's address, and those that it answers at an address of its own making (icons, site maps). */
const pageFile = /^(page|route)\.[cm]?[jt]sx?$/;
const namedFile = /^(favicon|icon\d*|apple-icon\d*|opengraph-image\d*|twitter-image\d*|manifest|robots|sitemap)\.\w+$/;

/** Addresses of everything under `app/` that Next answers, as the table names them. */
export function pagesOf(appDir) {
  return readdirSync(appDir, { recursive: true })
    .map((file) => file.split(path.sep))
    .filter((parts) => pageFile.test(parts.at(-1)) || namedFile.test(parts.at(-1)))
    .map((parts) => (pageFile.test(parts.at(-1)) ? parts.slice(0, -1) : parts))
    .filter((parts) => !parts.some((part) => part.startsWith('_')))
    .map((parts) => `/${parts.filter((part) => part !== '.' && !/^\(.*\)$|^@/.test(part)).join('/')}`)
    .sort();
}

/** Files with server actions: Next takes them by POST at any page, also at one that everybody may open. */
function actionsOf(appDir) {
  return readdirSync(appDir, { recursive: true })
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file))
    .filter((file) => /^\s*(['"])use server\1/m.test(readFileSync(path.join(appDir, file), 'utf8')));
}

/** The table's own addresses. It imports types only. */
export async function ruledPages() {
  const { code } = transformSync(readFileSync(path.join(projectDir, rulesFile), 'utf8'), { loader: 'ts', format: 'esm' });
  const { pageRules } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return new Set(Object.keys(pageRules));
}

/** What is wrong, a line each. */
export async function checkPages() {
  const ruled = await ruledPages();
  const appDir = path.join(projectDir, 'app');
  const pages = pagesOf(appDir);
  const unruled = pages.filter((page) => !ruled.has(page));
  const gone = [...ruled].filter((page) => !pages.includes(page));
  // Next answers those, too, and nobody is asked what they are for.
  const elsewhere = ['pages', 'src/app', 'src/pages', 'middleware.ts', 'src/middleware.ts', 'proxy.ts', 'src/proxy.ts'];
  return [
    ...unruled.map((page) => `app: "${page}" has no rule. Say in ${rulesFile} who may open it.`),
    ...gone.map((page) => `app: "${page}" has a rule in ${rulesFile}, and isn’t there any more.`),
    ...elsewhere
      .filter((place) => existsSync(path.join(projectDir, place)))
      .map((place) => `${place}: Next would answer by it what has no rule. Pages and routes are in app/.`),
    ...actionsOf(appDir).map((file) => `app/${file}: a server action has no rule. Make it a procedure of src/server/trpc.`),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = await checkPages();
  for (const problem of problems) console.error(problem);
  console.log(`pages: ${(await ruledPages()).size} rules, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
