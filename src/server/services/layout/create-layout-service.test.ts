import { describe, expect, it } from 'vitest';
import { createMemoryReplicantLog, type MemoryReplicantLog } from '#adapters/memory/replicant-log';
import { layoutChangesSchema } from '#contract/layout-schema';
import { sharedLayoutsKey, userLayoutKey, type LayoutChange } from '#contract/layout';
import type { Actor } from '#contract/replicant';
import { startRun } from '../replicant/test-kit.ts';
import { createLayoutService } from './create-layout-service.ts';

const ada: Actor = { kind: 'user', id: 'ada', role: 'OPERATOR' };
const bob: Actor = { kind: 'user', id: 'bob', role: 'ADMIN' };
const vic: Actor = { kind: 'user', id: 'vic', role: 'VIEWER' };
const workspace = 'desk';
const among = ['a', 'b', 'c'];
const layout = { order: ['c', 'b', 'a'], panels: { a: { collapsed: true } } };
const collapse = (panel: string): LayoutChange => ({ workspace, kind: 'arrange', panel, collapsed: true });

function start(log: MemoryReplicantLog = createMemoryReplicantLog(), epoch = 'run-1') {
  const run = startRun({ log, epoch });
  return { ...run, log, layouts: createLayoutService({ replicants: run.service, now: () => 1_000 }) };
}

type Layouts = ReturnType<typeof start>['layouts'];

async function read(layouts: Layouts, actor: Actor = ada) {
  const result = await layouts.read(actor);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function share(layouts: Layouts, name: string, actor: Actor = ada) {
  const result = await layouts.share({ name, workspace, layout }, actor);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('my layout', () => {
  it('[Y5] belongs to one person and survives a restart', async () => {
    const { layouts, log, service } = start();
    await layouts.change([{ workspace, kind: 'move', panel: 'a', after: 'b', among }, collapse('c')], ada);
    await service.close(1_000);
    const later = start(log, 'run-2');
    expect((await read(later.layouts)).mine.value).toEqual({
      workspaces: { desk: { order: ['b', 'a', 'c'], panels: { c: { collapsed: true } } } },
    });
    expect((await read(later.layouts, bob)).mine.value).toEqual({ workspaces: {} });
  });

  it('[Y2] changes from two windows at once are both kept', async () => {
    const { layouts } = start();
    await Promise.all([
      layouts.change([collapse('a')], ada),
      layouts.change([collapse('b')], ada),
      layouts.change([{ workspace, kind: 'move', panel: 'c', after: null, among }], ada),
      layouts.change([{ workspace, kind: 'move', panel: 'a', after: 'b', among }], ada),
    ]);
    expect((await read(layouts)).mine.value.workspaces[workspace]).toEqual({
      order: ['c', 'b', 'a'],
      panels: { a: { collapsed: true }, b: { collapsed: true } },
    });
  });

  it('[Y7] is a replicant that everybody may follow and only the server writes', async () => {
    const { layouts, events, service } = start();
    const changed = await layouts.change([collapse('a')], vic);
    expect(changed.ok && changed.value.value.workspaces[workspace]?.panels).toEqual({ a: { collapsed: true } });
    expect(events.at(-1)?.key).toEqual(userLayoutKey('vic'));
    const forged = await service.set(userLayoutKey('vic'), { workspaces: {} }, bob);
    expect(!forged.ok && forged.error.code).toBe('forbidden');
    expect((await service.set(sharedLayoutsKey, { layouts: [] }, bob)).ok).toBe(false);
  });

  it('[Y6] holds a bounded number of workspaces', async () => {
    const { layouts } = start();
    const changes = Array.from({ length: 201 }, (_, index) => ({ ...collapse('a'), workspace: `w${index}` }));
    for (const part of [changes.slice(0, 100), changes.slice(100, 200)]) expect((await layouts.change(part, ada)).ok).toBe(true);
    const refused = await layouts.change(changes.slice(200), ada);
    expect(!refused.ok && refused.error.code).toBe('too-many');
    expect((await layouts.change([{ workspace: 'w0', kind: 'reset' }, ...changes.slice(200)], ada)).ok).toBe(true);
  });

  it('[Y6] what no panel can be is refused at the door', () => {
    const refused = (change: object) => expect(layoutChangesSchema.safeParse([{ workspace, ...change }]).success).toBe(false);
    refused({ kind: 'arrange', panel: 'a', columns: 11 });
    refused({ kind: 'arrange', panel: 'a', columns: 1.5 });
    refused({ kind: 'arrange', panel: 'a', heightPx: 79 });
    refused({ kind: 'arrange', panel: '__proto__', columns: 1 });
    refused({ kind: 'move', panel: 'a', after: null, among: Array.from({ length: 501 }, String) });
    refused({ kind: 'put', layout: { order: [], panels: { a: { colour: 'red' } } } });
    expect(layoutChangesSchema.safeParse([]).success).toBe(false);
  });
});

describe('shared layouts', () => {
  it('[Y8] are saved, updated, renamed and deleted for everybody; a name is used once in a workspace', async () => {
    const { layouts } = start();
    const { id } = await share(layouts, 'Desk A');
    const taken = await layouts.share({ name: 'Desk A', workspace, layout }, bob);
    expect(!taken.ok && taken.error.code).toBe('name-taken');
    expect((await layouts.share({ name: 'Desk A', workspace: 'other', layout }, bob)).ok).toBe(true);
    const renamed = await layouts.edit(id, { name: 'Desk B', layout: { order: ['a'], panels: {} } }, bob);
    expect(renamed.ok && renamed.value).toMatchObject({ name: 'Desk B', layout: { order: ['a'] }, by: 'bob' });
    expect((await layouts.delete(id, ada)).ok).toBe(true);
    const gone = await layouts.edit(id, { name: 'Desk C' }, ada);
    expect(!gone.ok && gone.error.code).toBe('unknown-layout');
    expect((await layouts.delete(id, ada)).ok).toBe(false);
  });

  it('[Y9] a workspace has one default', async () => {
    const { layouts } = start();
    const [one, two] = [await share(layouts, 'One'), await share(layouts, 'Two')];
    await layouts.edit(one.id, { isDefault: true }, ada);
    await layouts.edit(two.id, { isDefault: true }, ada);
    const defaults = async () => (await read(layouts)).shared.value.layouts.filter(({ isDefault }) => isDefault);
    expect((await defaults()).map(({ name }) => name)).toEqual(['Two']);
    await layouts.edit(two.id, { isDefault: false }, ada);
    expect(await defaults()).toEqual([]);
  });

  it('[Y10] a VIEWER uses them and changes none', async () => {
    const { layouts } = start();
    const { id } = await share(layouts, 'One');
    for (const result of [
      await layouts.share({ name: 'Two', workspace, layout }, vic),
      await layouts.edit(id, { isDefault: true }, vic),
      await layouts.delete(id, vic),
    ])
      expect(!result.ok && result.error.code).toBe('forbidden');
    expect((await read(layouts, vic)).shared.value.layouts).toHaveLength(1);
  });
});
