import { describe, expect, it } from 'vitest';
import { requestSchemas } from '#contract/wire';
import { appRouter } from '#trpc/router';
import { frontRows, pageRows, procedureRows, rowsElsewhere, type AccessRow } from '../../../e2e/fixtures/access-table.ts';
import { entrances, nodecgRows, requestRows } from '../../../e2e/fixtures/guarded-sockets.ts';
import type { FrontDoorDeps } from '../../front-door.ts';
import { namespaceRules, nodecgEvents } from '../../gateway/entry/rules.ts';
import { createClientOf } from '../client-of.ts';
import { createFrontRoutes } from './front-routes.ts';
import { pageRules } from './page-rules.ts';

const find = () => Promise.resolve(undefined);
/** The server's own list. */
const routes = createFrontRoutes({
  own: {
    ...{ projectDir: '', root: '', mode: () => 'login', pageConfig: () => ({}) },
    ...{ findBundle: find, assets: find, clientOf: createClientOf([]), services: () => undefined, audit: () => undefined },
  },
} as Pick<FrontDoorDeps, 'own'> as FrontDoorDeps);

const named = (rows: readonly AccessRow[]) => rows.map(({ route }) => route);
/** What has no row, and rows of what there isn't. */
const differences = (there: readonly string[], rows: readonly string[]) => ({
  without: there.filter((name) => !rows.includes(name) && !rowsElsewhere.includes(name)),
  stale: rows.filter((name) => !there.includes(name)),
});
const none = { without: [], stale: [] };

describe('the table of who may what', () => {
  it('[Z11] has every route of the front door', () => {
    const names = routes.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(differences(names, named(frontRows))).toEqual(none);
  });

  it('[Z11] has every address of routes that answer a list of them', () => {
    const listed = routes.filter(({ name, paths }) => paths && !rowsElsewhere.includes(name));
    const rowsOf = listed.map(({ name }) => frontRows.filter(({ route }) => route === name).map(({ path }) => path));
    expect(listed.flatMap(({ paths = [] }, index) => paths.filter((path) => !rowsOf[index]?.includes(path)))).toEqual([]);
  });

  it('[Z11] has every page and route of app/', () => expect(differences(Object.keys(pageRules), named(pageRows))).toEqual(none));

  it('[Z11] has every procedure, and each of them says what it is', () => {
    const procedures = Object.entries(
      appRouter._def.procedures as unknown as Record<string, { _def: { meta?: { access?: string } } }>,
    );
    expect(procedures.filter(([, { _def }]) => _def.meta?.access === undefined).map(([name]) => name)).toEqual([]);
    // What is loaded when it is asked for isn't among them.
    expect(Object.keys(appRouter._def.lazy)).toEqual([]);
    const names = procedures.map(([name]) => name);
    expect(differences(names, named(procedureRows))).toEqual(none);
  });

  it('[Z11] says nothing of being shown elsewhere about what there isn’t', () => {
    const all = [...routes.map(({ name }) => name), ...Object.keys(pageRules), ...Object.keys(nodecgEvents)];
    expect(rowsElsewhere.filter((name) => !all.includes(name))).toEqual([]);
  });

  it('[G25] has every namespace, every request and every event of NodeCG’s', () => {
    expect(differences(Object.keys(namespaceRules), Object.keys(entrances))).toEqual(none);
    expect(
      differences(
        Object.keys(requestSchemas),
        requestRows.map(({ request }) => request),
      ),
    ).toEqual(none);
    expect(
      differences(
        Object.keys(nodecgEvents),
        nodecgRows.map(({ event }) => event),
      ),
    ).toEqual(none);
  });
});
