import { describe, expect, it } from 'vitest';
import { isAddressable, joinPath, parsePath } from './operation-path.ts';

describe('paths', () => {
  it('joinPath and parsePath undo each other wherever a path can be named', () => {
    for (const segments of [[], ['a'], ['a', ''], ['', 'b'], ['a/b', '0', '~'], ['a~0']]) {
      expect(isAddressable(segments)).toBe(true);
      expect(parsePath(joinPath(segments))).toEqual(segments);
    }
    for (const segments of [[''], ['a~1b']]) expect(isAddressable(segments)).toBe(false);
  });
});
