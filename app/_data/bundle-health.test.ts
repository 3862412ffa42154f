import { expect, it } from 'vitest';
import type { BundleState, ExtensionState } from '#contract/bundle';
import { bundleHealth } from './bundle-health.ts';

const health = (state: BundleState, extension: ExtensionState, enabled = true) =>
  bundleHealth({ enabled, state, extension: { state: extension, restarts: 0 } });

it('tells a bundle that runs by halves from one that runs, and from one that is down', () => {
  expect(health('running', 'running')).toBe('good');
  expect(health('running', 'none')).toBe('good');
  expect(health('running', 'restarting')).toBe('half');
  expect(health('running', 'unresponsive')).toBe('half');
  expect(health('blocked', 'none')).toBe('down');
  expect(health('failed', 'failed')).toBe('down');
});

it('finds nothing wrong with what somebody disabled', () => {
  expect(health('stopped', 'stopped', false)).toBe('good');
});
