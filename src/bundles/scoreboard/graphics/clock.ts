import './clock.css';
import { createClockFace } from './parts/clock-face.ts';
import { element } from './parts/dom.ts';
import { fitText } from './parts/fit-text.ts';
import { followAll } from './parts/follow-all.ts';

const stage = element(document.body, 'div', 'clock');
const plate = element(stage, 'div', 'clock-plate');
const title = element(plate, 'span', 'clock-title one-line');
const time = element(plate, 'b', 'clock-time figures one-line');
const period = element(plate, 'span', 'clock-period one-line');
title.dir = 'auto';
period.dir = 'auto';

let showClock: ReturnType<typeof createClockFace> | undefined;
followAll(['clock', 'show'], (state, { serverNow }) => {
  showClock ??= createClockFace(time, serverNow);
  stage.toggleAttribute('data-on-air', state.show.clock);
  fitText(title, state.show.title, { largestPx: 40, smallestPx: 28 });
  showClock(state.clock);
  fitText(period, state.clock.period, { largestPx: 40, smallestPx: 28 });
});
