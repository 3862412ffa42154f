// npm run check:pages: fails on a page or route of app/ that has no rule in realtime/http/door/page-rules.ts. The build runs it first.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const projectDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const rulesFile = 'realtime/http/door/page-rules.ts';

/** Addresses of everything under `app/` that Next answers, as the table names them. */
export function pagesOf(appDir) {
  return readdirSync(appDir, { recursive: true })
    .filter((file) => /(^|[/\\])(page|route)\.[cm]?[jt]sx?$/.test(file))
    .map((file) => path.dirname(file).split(path.sep))
    .filter((parts) => !parts.some((part) => part.startsWith('_')))
    .map((parts) => `/${parts.filter((part) => part !== '.' && !/^\(.*\)$|^@/.test(part)).join('/')}`)
    .sort();
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
  return pagesOf(path.join(projectDir, 'app'))
    .filter((page) => !ruled.has(page))
    .map((page) => `app: "${page}" has no rule. Say in ${rulesFile} who may open it.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = await checkPages();
  for (const problem of problems) console.error(problem);
  console.log(`pages: ${(await ruledPages()).size} rules, ${problems.length} problems`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
