import { describe, expect, it } from 'vitest';
import { appRouter } from '#trpc/router';
import { frontRows, pageRows, procedureRows, rowsElsewhere, type AccessRow } from '../../../e2e/fixtures/access-table.ts';
import type { FrontDoorDeps } from '../../front-door.ts';
import { createAuditExportRoute } from '../audit-export.ts';
import { createAssetRoute } from '../assets.ts';
import { createClientOf } from '../client-of.ts';
import { createNodecgRoutes } from '../nodecg-routes.ts';
import { createSoundRoute } from '../sound-files.ts';
import { createFrontRoutes } from './front-routes.ts';
import { pageRules } from './page-rules.ts';

const find = () => Promise.resolve(undefined);
const routes = createFrontRoutes({
  routes: [
    ...createNodecgRoutes({ projectDir: '', root: '', mode: () => 'login', pageConfig: () => ({}) }),
    createAssetRoute({ service: find, findBundle: find, clientOf: createClientOf([]) }),
    createSoundRoute(find),
    createAuditExportRoute(() => undefined, createClientOf([])),
  ],
} as unknown as FrontDoorDeps);

const namesOf = (rows: readonly AccessRow[]) => new Set([...rows.map(({ route }) => route), ...rowsElsewhere]);
const missing = (names: readonly string[], rows: readonly AccessRow[]) => names.filter((name) => !namesOf(rows).has(name));

describe('the table of who may what', () => {
  it('[Z11] has every route of the front door', () => {
    expect(routes.length).toBeGreaterThan(10);
    expect(
      missing(
        routes.map(({ name }) => name),
        frontRows,
      ),
    ).toEqual([]);
  });

  it('[Z11] has every page and route of app/', () => expect(missing(Object.keys(pageRules), pageRows)).toEqual([]));

  it('[Z11] has every procedure, and each of them says what it is', () => {
    const procedures = Object.entries(
      appRouter._def.procedures as unknown as Record<string, { _def: { meta?: { access?: string } } }>,
    );
    expect(procedures.filter(([, { _def }]) => _def.meta?.access === undefined).map(([name]) => name)).toEqual([]);
    expect(
      missing(
        procedures.map(([name]) => name),
        procedureRows,
      ),
    ).toEqual([]);
  });
});
