import './lower-third.css';
import type { ReplicantValue } from '#bundles/sdk/index';
import type { Scoreboard } from '../bundle.ts';
import { element } from './parts/dom.ts';
import { fitText } from './parts/fit-text.ts';
import { followAll } from './parts/follow-all.ts';

type Content = NonNullable<ReplicantValue<Scoreboard, 'lowerThird'>['onAir']>;

/** As long as the way out in lower-third.css. */
const leaveMs = 520;

const third = element(document.body, 'div', 'third');
element(third, 'i', 'third-bar');
const plate = element(element(third, 'div', 'third-window'), 'div', 'third-plate');
const name = element(plate, 'b', 'third-name one-line');
const role = element(plate, 'span', 'third-role one-line');
name.dir = 'auto';
role.dir = 'auto';

let wanted: Content | null = null;
let leaving = false;

followAll(['lowerThird'], ({ lowerThird: { onAir } }, { animated }) => {
  wanted = onAir;
  if (leaving) return;
  if (!third.hasAttribute('data-on-air')) return enter();
  const stays = onAir !== null && onAir.name === name.textContent && onAir.role === role.textContent;
  if (!stays) leave(animated);
});

function enter(): void {
  if (!wanted) return;
  fitText(name, wanted.name, { largestPx: 60, smallestPx: 42 });
  fitText(role, wanted.role, { largestPx: 33, smallestPx: 26 });
  third.toggleAttribute('data-on-air', true);
}

/** Out first; whoever is wanted by then comes in. */
function leave(animated: boolean): void {
  third.toggleAttribute('data-on-air', false);
  if (!animated) return enter();
  leaving = true;
  setTimeout(() => {
    leaving = false;
    enter();
  }, leaveMs);
}
