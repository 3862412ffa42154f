import { createBundleApi } from '#bundles/client/typed';
import type { ReplicantName, ReplicantValue } from '#bundles/sdk/index';
import type { Scoreboard } from '../../bundle.ts';

type Name = ReplicantName<Scoreboard>;
type State<N extends Name> = { readonly [K in N]: ReplicantValue<Scoreboard, K> };
type Context = {
  /** False for the state that a page starts with: it stands there at once, however the page came to be loaded. */
  animated: boolean;
  /** The server's clock, milliseconds since 1970. */
  serverNow: () => number;
};

const fontWaitMs = 1_500;

/**
 * Draws when all of these replicants are known and the font is there, and after that once per frame in which any of them
 * changed. The page is invisible until the first drawing; while disconnected it keeps the last one.
 */
export function followAll<N extends Name>(names: readonly N[], draw: (state: State<N>, context: Context) => void): void {
  const api = createBundleApi<Scoreboard>('scoreboard');
  const state: Partial<State<N>> = {};
  let scheduled = false;
  let animated = false;

  const redraw = () => {
    scheduled = false;
    draw(state as State<N>, { animated, serverNow: api.serverNow });
    if (!animated) appear();
    animated = true;
  };
  const start = Promise.race([
    document.fonts.load("700 40px 'Inter Variable'"),
    new Promise((resolve) => setTimeout(resolve, fontWaitMs)),
  ]);
  for (const name of names) {
    api.replicant(name).subscribe((value) => {
      Object.assign(state, { [name]: value });
      if (scheduled || names.some((needed) => state[needed] === undefined)) return;
      scheduled = true;
      // Not requestAnimationFrame for the first one: it waits as long as the source isn't visible.
      void start.then(() => queueMicrotask(redraw), redraw);
    });
  }
}

function appear(): void {
  document.body.toggleAttribute('data-ready', true);
  // Two frames later the first state has been painted; only what comes after it moves.
  requestAnimationFrame(() => requestAnimationFrame(() => document.body.toggleAttribute('data-moving', true)));
}
