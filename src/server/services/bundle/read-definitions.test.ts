import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestFolders, type TestFolders } from './test-folders.ts';
import { readDefinitions, type Definitions } from './read-definitions.ts';

let fixture: TestFolders;
beforeEach(async () => void (fixture = await createTestFolders()));
afterEach(() => fixture.destroy());

async function read(files: Record<string, string | object>): Promise<Definitions> {
  await fixture.bundle('show', {}, files);
  return readDefinitions(await realpath(join(fixture.bundlesDir, 'show')));
}

describe('readDefinitions', () => {
  it('[B4.1] inlines references to its own and to other files of the bundle', async () => {
    const { byName, problems } = await read({
      'schemas/a%3Ab.json': {
        type: 'object',
        tsType: 'X',
        properties: { own: { $ref: '#/definitions/n' }, file: { $ref: 'types/all.json#/team' } },
        definitions: { n: { type: 'number' } },
      },
      'schemas/types/all.json': { team: { $ref: '../name.json' } },
      'schemas/name.json': { type: 'string' },
    });
    expect(problems).toEqual([]);
    const schema = byName.get('a:b')?.schema;
    expect(schema?.json).toEqual({
      type: 'object',
      properties: { own: { type: 'number' }, file: { type: 'string' } },
      definitions: { n: { type: 'number' } },
    });
    expect(schema?.sum).toBe(createHash('sha1').update(JSON.stringify(schema?.json)).digest('hex'));
    expect([...byName.keys()]).toEqual(['a:b', 'name']);
  });

  it('[B4.2] keeps a schema that contains itself in a form that can travel', async () => {
    const { byName, problems } = await read({
      'schemas/tree.json': { $ref: 'node.json' },
      'schemas/node.json': { type: 'object', properties: { child: { $ref: '#' } } },
    });
    expect(problems).toEqual([]);
    expect(JSON.stringify(byName.get('node')?.schema?.json)).toBe('{"type":"object","properties":{"child":{"$ref":"#"}}}');
    expect(JSON.stringify(byName.get('tree')?.schema?.json)).not.toContain('node.json');
  });

  it('[B4.3] warns of what cannot be used, with the line, and keeps the others', async () => {
    await fixture.write('secret.json', { type: 'string' });
    const { byName, problems } = await read({
      'schemas/broken.json': '{\n  "type": "object",\n  oops\n}',
      'schemas/good.json': { type: 'string' },
      'schemas/missing.json': { $ref: 'nowhere.json' },
      'schemas/outside.json': { properties: { a: { $ref: '../../../secret.json' } } },
      'schemas/web.json': { $ref: 'http://localhost:9/x.json' },
      'schemas/wrong.json': { type: 'nonsense' },
    });
    expect([...byName.keys()]).toEqual(['good']);
    expect(problems.map(({ severity, file, line }) => [severity, file, line])).toEqual([
      ['warning', 'schemas/broken.json', 3],
      ['warning', 'schemas/missing.json', undefined],
      ['warning', 'schemas/outside.json', undefined],
      ['warning', 'schemas/web.json', undefined],
      ['warning', 'schemas/wrong.json', undefined],
    ]);
    expect(JSON.stringify(problems)).not.toContain(fixture.root);
  });
});
