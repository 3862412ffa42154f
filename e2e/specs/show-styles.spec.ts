import path from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { open, panelPage } from '../fixtures/dashboard.ts';
import { makeRoot, projectDir, Server } from '../fixtures/server.ts';
import { otherBrowser } from '../fixtures/other-browsers.ts';

let server: Server;
const shared: BuildOptions = {
  bundle: true,
  minify: true,
  logLevel: 'error',
  define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
};

test.beforeAll(async () => {
  const root = makeRoot(['show-styles']);
  const source = (file: string) => path.join(projectDir, 'e2e/bundles/show-styles/source', file);
  const bundle = path.join(root, 'bundles/show-styles');
  await Promise.all([
    // As webpack does: one script that runs CommonJS modules.
    build({
      ...shared,
      entryPoints: [source('commonjs.cjs')],
      format: 'iife',
      outfile: path.join(bundle, 'graphics/commonjs.js'),
    }),
    // As Vite does: ES modules with chunks, by absolute addresses.
    build({
      ...shared,
      entryPoints: [source('modules.js')],
      format: 'esm',
      splitting: true,
      target: 'es2022',
      outdir: path.join(bundle, 'graphics'),
    }),
    ...['react.jsx', 'vue.js'].map((file) =>
      build({
        ...shared,
        entryPoints: [source(file)],
        format: 'esm',
        jsx: 'automatic',
        outfile: path.join(bundle, 'dashboard', `${path.parse(file).name}.js`),
      }),
    ),
  ]);
  server = await Server.start({ root });
});
test.afterAll(() => server.dispose());

/** Errors of a page and of the pages in it. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}

for (const [id, file] of [
  ['E256', 'plain.html'],
  ['E257', 'commonjs.html'],
  ['E258', 'modules.html'],
] as const) {
  test(`[${id}] a graphic built as ${file} shows the score, and follows it`, async ({ page }) => {
    const errors = errorsOf(page);
    await page.goto(`${server.url}/bundles/show-styles/graphics/${file}`);
    await expect(page.locator('#score')).toHaveText(/^Reds \d+, Blues \d+$/);
    const points = await page.evaluate(() => {
      const score = nodecg.Replicant<{ teams: { points: number }[] }>('score');
      const [reds] = score.value!.teams;
      reds!.points += 1;
      return reds!.points;
    });
    // Not before the server has it.
    await expect(page.locator('#score')).toHaveText(new RegExp(`^Reds ${points + 1}, `));
    expect(errors).toEqual([]);
  });
}

test('[E259][E260] a React panel and a Vue panel share the score with the extension and a graphic', async ({ page }) => {
  const errors = errorsOf(page);
  await open(server, page, '/');
  const graphic = await otherBrowser(page.context().browser()!);
  await graphic.goto(`${server.url}/bundles/show-styles/graphics/plain.html`);
  await expect(graphic.locator('#score')).toHaveText(/Blues \d+/);
  const before = Number(/Blues (\d+)/.exec((await graphic.locator('#score').textContent()) ?? '')?.[1]);
  await panelPage(page, 'React').getByRole('button', { name: 'Blues +1' }).click();
  await expect(panelPage(page, 'Vue').getByRole('listitem').last()).toHaveText(`Blues ${before + 1}`);
  await expect(graphic.locator('#score')).toContainText(`Blues ${before + 1}`);
  await panelPage(page, 'Vue').getByRole('button', { name: 'Swap' }).click();
  await expect(panelPage(page, 'Vue').locator('output')).toHaveText('Blues before Reds');
  await expect(panelPage(page, 'React').getByRole('listitem').first()).toContainText('Blues');
  await expect(graphic.locator('#score')).toHaveText(new RegExp(`^Blues ${before + 1}, Reds`));
  expect(errors).toEqual([]);
  await graphic.context().close();
});
