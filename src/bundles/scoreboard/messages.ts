import { defineMessage } from '#bundles/sdk/index';
import { z } from 'zod';

const nothing = z.null();
const time = z.number().int().min(0).max(359_999_999);
/** What the clock shows after the command. */
const shown = z.object({ shownMs: z.number(), running: z.boolean() });
const state = z.object({ state: z.enum(['out', 'ready', 'on-air']) });
const person = z.object({
  name: z.string().trim().min(1, 'a lower third needs a name').max(120),
  role: z.string().trim().max(160),
});

/** Commands go to the extension, which is the only writer of the clock and of what the lower third shows. */
export const messages = {
  'clock.start': defineMessage({ input: nothing, output: shown }),
  'clock.stop': defineMessage({ input: nothing, output: shown }),
  /** Starts a standing clock and stops a running one. */
  'clock.toggle': defineMessage({ input: nothing, output: shown }),
  'clock.adjust': defineMessage({
    input: z.object({ byMs: z.number().int().min(-359_999_999).max(359_999_999) }),
    output: shown,
  }),
  /** Stops it at its beginning: 00:00 counting up, its length counting down. */
  'clock.reset': defineMessage({ input: nothing, output: shown }),
  'clock.set': defineMessage({
    input: z.object({ shownMs: time, durationMs: time, mode: z.enum(['up', 'down']), period: z.string().max(24) }).partial(),
    output: shown,
  }),
  'lower-third.ready': defineMessage({ input: person, output: state }),
  /** With content: puts that on air. Without: what is prepared. */
  'lower-third.take': defineMessage({ input: person.nullable(), output: state }),
  'lower-third.out': defineMessage({ input: nothing, output: state }),
};
