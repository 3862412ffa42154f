import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AssetFiles } from './asset-files.ts';

const folder = { namespace: 'show', category: 'logos' };

/** What every {@link AssetFiles} keeps to. */
export function describeAssetFiles(create: () => Promise<{ files: AssetFiles; end: () => Promise<void> }>): void {
  describe('AssetFiles', () => {
    let files: AssetFiles;
    let end: () => Promise<void>;
    beforeEach(async () => ({ files, end } = await create()));
    afterEach(() => end());

    const put = async (base: string, text: string) => {
      const staged = await files.stage(folder, Readable.from([Buffer.from(text)]), 1_000);
      if (!staged.ok) return staged;
      return staged.value.commit(base);
    };
    const bases = async () => {
      const found = await files.list(folder);
      return found.ok ? found.value.map(({ base }) => base) : found.error;
    };

    it('[A5] has what was committed, replaced in one step, and not before', async () => {
      const staged = await files.stage(folder, Readable.from([Buffer.from('one')]), 1_000);
      expect(staged).toMatchObject({ ok: true, value: { sum: createHash('sha1').update('one').digest('hex') } });
      expect(await bases()).toEqual([]);
      if (staged.ok) await staged.value.commit('a.png');
      const before = await files.list(folder);
      await put('a.png', 'two');
      const after = await files.list(folder);
      expect(after).toMatchObject({ ok: true, value: [{ base: 'a.png', size: 3 }] });
      expect(after).not.toEqual(before);
      expect(await files.sum(folder, 'a.png')).toBe(createHash('sha1').update('two').digest('hex'));
    });

    it('[A1] does not take a folder that is away for an empty one', async () => {
      expect(await files.list({ namespace: 'nobody', category: 'away' })).toMatchObject({ ok: false });
    });

    it('[A6] leaves nothing of what is too large, cut short or discarded', async () => {
      expect(await put('a.png', 'x'.repeat(1_001))).toMatchObject({ error: { code: 'too-large' } });
      const broken = new Readable({ read: () => undefined });
      const staging = files.stage(folder, broken, 1_000);
      broken.destroy(new Error('gone'));
      expect(await staging).toMatchObject({ ok: false });
      const staged = await files.stage(folder, Readable.from(['x']), 1_000);
      if (staged.ok) await staged.value.discard();
      expect(await bases()).toEqual([]);
    });

    it('[A7] finds a name whose accents are written the other way, and replaces that file', async () => {
      await put('Caf\u00e9.png', 'a');
      await put('Cafe\u0301.png', 'b');
      expect(await bases()).toEqual(['Caf\u00e9.png']);
      expect(await files.locate(folder, 'Cafe\u0301.png')).toBeDefined();
    });

    it('[A8] neither reads, writes nor removes outside of the folder, or what is hidden', async () => {
      await put('a.png', 'a');
      for (const base of ['../logos/a.png', '..', '.', '', '.hidden', 'a.png\u0000', '..\\logos\\a.png']) {
        expect(await files.locate(folder, base)).toBeUndefined();
        expect(await files.remove(folder, base)).toEqual({ ok: true, value: undefined });
        expect(await put(base, 'x')).toMatchObject({ ok: false });
      }
      expect(await files.stage({ namespace: '..', category: 'x' }, Readable.from(['x']), 10)).toMatchObject({ ok: false });
      expect(await bases()).toEqual(['a.png']);
      expect(await files.remove(folder, 'a.png')).toEqual({ ok: true, value: 'a.png' });
      expect(await bases()).toEqual([]);
    });
  });
}
