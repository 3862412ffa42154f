import { describe, expect, it } from 'vitest';
import { resolveOrder, type OrderInput } from './resolve-order.ts';

function bundle(name: string, dependencies: Record<string, string> = {}, more: Partial<OrderInput> = {}): OrderInput {
  return { name, version: '1.2.0', dependencies, ...more };
}

function stopped(bundles: OrderInput[]): Record<string, string> {
  return Object.fromEntries(
    [...resolveOrder(bundles).stopped].map(([name, { state, problem }]) => [name, `${state}: ${problem.message}`]),
  );
}

describe('resolveOrder', () => {
  it('[B5.1] puts dependencies first, names decide the rest', () => {
    const bundles = [bundle('a', { z: '^1.0.0' }), bundle('m'), bundle('z', { c: '*' }), bundle('c')];
    expect(resolveOrder(bundles).order).toEqual(['c', 'z', 'a', 'm']);
  });

  it('[B5.2] blocks dependents with who and why, and runs the others', () => {
    const bundles = [
      bundle('fine'),
      bundle('off', {}, { unusable: 'is disabled' }),
      bundle('a', { missing: '*' }),
      bundle('b', { off: '*' }),
      bundle('c', { fine: '^2.0.0' }),
      bundle('d', { a: '*' }),
    ];
    expect(resolveOrder(bundles).order).toEqual(['fine']);
    expect(stopped(bundles)).toEqual({
      a: 'blocked: It needs the bundle "missing" (*), which is not installed',
      b: 'blocked: It needs the bundle "off" (*), which is disabled',
      c: 'blocked: It needs the bundle "fine" (^2.0.0), which has version 1.2.0',
      d: 'blocked: It needs the bundle "a" (*), which is blocked itself',
    });
  });

  it('[B5.3] fails every member of a circle, naming it, and blocks who depends on it', () => {
    const bundles = [
      bundle('a', { b: '*' }),
      bundle('b', { a: '*' }),
      bundle('self', { self: '*' }),
      bundle('user', { a: '*' }),
      bundle('fine'),
    ];
    expect(resolveOrder(bundles).order).toEqual(['fine']);
    expect(stopped(bundles)).toEqual({
      a: 'failed: These bundles depend on each other in a circle: a -> b -> a',
      b: 'failed: These bundles depend on each other in a circle: b -> a -> b',
      self: 'failed: These bundles depend on each other in a circle: self -> self',
      user: 'blocked: It needs the bundle "a" (*), which has failed',
    });
  });
});
