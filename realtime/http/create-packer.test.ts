import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createPacker, type Packable } from './create-packer.ts';

/** Something of a name that counts how often it was read. */
function named(name: string, body = Buffer.from(name.repeat(500))) {
  const counted = { reads: 0, body, isSettled: true };
  const packable = (): Packable => ({
    name,
    isSettled: counted.isSettled,
    read: () => {
      counted.reads += 1;
      return Promise.resolve(counted.body);
    },
  });
  return Object.assign(counted, { packable });
}

describe('packer', () => {
  const roomy = { keptBytes: 1024 * 1024, atOnce: 4 };

  it('packs once for all who ask at the same time, and for those who come later', async () => {
    const pack = createPacker(roomy);
    const file = named('a');
    const together = await Promise.all(Array.from({ length: 200 }, () => pack(file.packable())));
    expect(gunzipSync(together[0] ?? Buffer.alloc(0))).toEqual(file.body);
    expect(new Set([...together, await pack(file.packable())]).size).toBe(1);
    expect(file.reads).toBe(1);
  });

  it('keeps no more than it may, and forgets what wasn’t used for longest', async () => {
    // What is random doesn't get shorter.
    const files = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => named(name, randomBytes(10_000)));
    const pack = createPacker({ keptBytes: 45_000, atOnce: 4 });
    const [first, second] = files;
    for (const file of files) {
      await pack(file.packable());
      await pack(first!.packable());
    }
    expect(first?.reads).toBe(1);
    await pack(second!.packable());
    expect(second?.reads).toBe(2);
  });

  it('packs only so many different ones at a time', async () => {
    const pack = createPacker({ ...roomy, atOnce: 2 });
    const answers = ['a', 'b', 'c'].map((name) => pack(named(name).packable()));
    expect(await answers[2]).toBeUndefined();
    expect((await Promise.all(answers)).map((packed) => packed !== undefined)).toEqual([true, true, false]);
    expect(await pack(named('c').packable())).toBeDefined();
  });

  it('doesn’t keep what its name may not mean any more', async () => {
    const pack = createPacker(roomy);
    const file = named('a');
    file.isSettled = false;
    await pack(file.packable());
    file.body = Buffer.from('edited');
    expect(gunzipSync((await pack(file.packable())) ?? Buffer.alloc(0)).toString()).toBe('edited');
  });

  it('says so when something can’t be read, and tries again', async () => {
    const pack = createPacker({ ...roomy, atOnce: 1 });
    const gone: Packable = { ...named('a').packable(), read: () => Promise.reject(new Error('gone')) };
    expect(await pack(gone)).toBeUndefined();
    expect(await pack(named('a').packable())).toBeDefined();
  });
});
