import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#contract/json';
import { createFilesystemBundleFiles } from '#adapters/filesystem/bundle-files';
import { applyConfigSchema, type AppliedConfig } from './apply-config-schema.ts';
import { createTestFolders, type TestFolders } from './test-folders.ts';
import { readUserConfig } from './read-config.ts';

let fixture: TestFolders;
beforeEach(async () => void (fixture = await createTestFolders()));
afterEach(() => fixture.destroy());

const read = (suffix?: string) =>
  readUserConfig({ dir: fixture.cfgDir, label: 'cfg', name: 'show', suffix }, createFilesystemBundleFiles());

describe('readUserConfig', () => {
  it.each([
    ['show.json', '{ "a": 1 }'],
    ['show.yaml', 'a: 1'],
    ['show.js', 'module.exports = { a: 1 }'],
    ['show.config.js', 'export default { a: 1 }'],
    ['show.mjs', 'export default Promise.resolve({ a: 1 })'],
  ])('[B3.1] reads cfg/%s', async (file, content) => {
    await fixture.write(`cfg/${file}`, content);
    expect(await read()).toMatchObject({ ok: true, value: { file: `cfg/${file}`, value: { a: 1 } } });
  });

  it('[B3.1] takes the first that exists and is not empty; none is no error', async () => {
    expect(await read()).toEqual({ ok: true, value: undefined });
    await fixture.write('cfg/show.yaml', 'from: yaml');
    await fixture.write('cfg/show.js', 'throw new Error("not reached")');
    await fixture.write('cfg/show.json', ' \n');
    expect(await read()).toMatchObject({ value: { value: { from: 'yaml' } } });
  });

  it('[E367] reads the one that is asked for, and no other', async () => {
    await fixture.write('cfg/show.json', '{ "from": "json" }');
    await fixture.write('cfg/show.yaml', 'from: yaml');
    await fixture.write('cfg/show.yml', 'from: yml');
    expect(await read('.yaml')).toEqual({
      ok: true,
      value: { file: 'cfg/show.yaml', value: { from: 'yaml' }, text: 'from: yaml' },
    });
    expect(await read('.mjs')).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ['show.json', '{\n "a": 1,\n}', 3, 'cfg/show.json is not valid JSON: '],
    ['show.yaml', 'a: 1\nb: [1', 2, 'cfg/show.yaml is not valid YAML: '],
    ['show.js', '\nthrow new Error("no")', 2, 'no'],
    ['show.json', '[1]', undefined, 'it must be an object'],
    ['show.js', 'module.exports = () => 1', undefined, ''],
  ])('[B3.2] names what is wrong in cfg/%s: %s', async (file, content, line, message) => {
    await fixture.write(`cfg/${file}`, content);
    expect(await read()).toMatchObject({
      ok: false,
      error: {
        file: `cfg/${file}`,
        ...(line !== undefined && { line }),
        message: expect.stringMatching(new RegExp(`^${message}`)) as string,
      },
    });
  });
});

describe('applyConfigSchema', () => {
  const port = { type: 'integer', default: 80 };
  const apply = (user: JsonObject | undefined, schema: JsonObject): AppliedConfig =>
    applyConfigSchema('show', user && { file: 'cfg/show.json', value: user }, schema);

  it("[B3.3][C105] is the schema's defaults without a file, unchecked", () => {
    const schema = {
      type: 'object',
      required: ['key'],
      properties: { port, nested: { type: 'object', properties: { on: { default: true } } } },
    };
    expect(apply(undefined, schema)).toEqual({ config: { port: 80, nested: { on: true } }, problems: [] });
  });

  it('[B3.4][C105] fills in defaults key by key, only where the result stays valid', () => {
    const twitch = {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string' }, scope: { type: 'string', default: 'all' } },
    };
    const schema = {
      type: 'object',
      properties: { port, twitch, obs: { type: 'object', properties: { port, host: { default: 'x' } } } },
    };
    expect(apply({ obs: { host: 'me' } }, schema).config).toEqual({ port: 80, obs: { port: 80, host: 'me' } });
  });

  it("[B3.5][C105] never mixes defaults into the person's lists", () => {
    const item = { type: 'object', properties: { sd: { default: 0 }, hd: { default: 0 } } };
    const schema = { type: 'object', properties: { channels: { type: 'array', items: item, default: [{ sd: 1 }, { sd: 2 }] } } };
    expect(apply({ channels: [{ hd: 5 }] }, schema).config).toEqual({ channels: [{ hd: 5 }] });
  });

  it('[B3.6][C105] merges all defaults into one that is not valid by itself', () => {
    const schema = { type: 'object', required: ['key', 'port'], properties: { key: { type: 'string' }, port } };
    expect(apply({ key: 'k' }, schema)).toEqual({ config: { key: 'k', port: 80 }, problems: [] });
  });

  it('[B3.7] names each field that is wrong', () => {
    const schema = { type: 'object', required: ['key'], properties: { obs: { type: 'object', properties: { port } } } };
    const { problems } = apply({ obs: { port: 'high' } }, schema);
    expect(problems.map(({ file, field, message }) => [file, field, message])).toEqual([
      ['cfg/show.json', undefined, 'Config for bundle "show" is invalid: it must have required property \'key\''],
      ['cfg/show.json', 'obs.port', 'Config for bundle "show" is invalid: obs.port must be integer'],
    ]);
  });

  it('[B3.7] calls a key that the schema does not know no setting', () => {
    const schema = { type: 'object', properties: { port }, additionalProperties: false };
    expect(apply({ prt: 1 }, schema).problems).toMatchObject([
      { field: 'prt', message: 'Config for bundle "show" is invalid: "prt" is not a setting of this bundle' },
    ]);
  });

  it.each<[string | undefined, Json]>([
    [undefined, { exclusiveMaximum: true, maximum: 5 }],
    ['http://json-schema.org/draft-04/schema#', { exclusiveMaximum: true, maximum: 5 }],
    ['http://json-schema.org/draft-06/schema#', { exclusiveMaximum: 5 }],
    ['https://json-schema.org/draft-07/schema', { exclusiveMaximum: 5 }],
    ['https://json-schema.org/draft/2019-09/schema', { exclusiveMaximum: 5 }],
    ['https://json-schema.org/draft/2020-12/schema', { exclusiveMaximum: 5 }],
  ])('[B3.8] knows draft %s', ($schema, n) => {
    const schema = { ...($schema && { $schema }), type: 'object', properties: { n } } as JsonObject;
    expect(apply({ n: 4 }, schema).problems).toEqual([]);
    expect(apply({ n: 5 }, schema).problems).toMatchObject([{ field: 'n' }]);
  });
});
