import { describe, expect, it } from 'vitest';
import { parseSupervisorMessage } from './supervisor-message-schema.ts';

describe('what a host says', () => {
  it('[X27] the supervisor leaves out a command that is not in the protocol', () => {
    const command = { do: 'hear', event: 'x'.repeat(2_000) };
    expect(parseSupervisorMessage(JSON.stringify({ t: 'sockets', command }))).toEqual({ t: 'sockets' });
    expect(parseSupervisorMessage(JSON.stringify({ t: 'nonsense' }))).toBeUndefined();
  });
});
