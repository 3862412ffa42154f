import './score-bug.css';
import type { ReplicantValue } from '#bundles/sdk/index';
import type { Scoreboard } from '../bundle.ts';
import { createClockFace } from './parts/clock-face.ts';
import { element, setText } from './parts/dom.ts';
import { fitText } from './parts/fit-text.ts';
import { followAll } from './parts/follow-all.ts';
import { createRollingNumber } from './parts/rolling-number.ts';
import { inkOn } from './parts/team-color.ts';

type Team = ReplicantValue<Scoreboard, 'teams'>['home'];

const view = element(document.body, 'div', 'bug-window');
const bug = element(view, 'div', 'bug');
const left = createTeam('left');
const right = createTeam('right');
const clockBox = element(bug, 'div', 'bug-clock');
const time = element(clockBox, 'span', 'bug-time figures');
const period = element(clockBox, 'span', 'bug-period one-line');

let showClock: ReturnType<typeof createClockFace> | undefined;
followAll(['teams', 'score', 'clock', 'show'], (state, { animated, serverNow }) => {
  showClock ??= createClockFace(time, serverNow);
  view.toggleAttribute('data-on-air', state.show.scoreBug);
  clockBox.hidden = !state.show.scoreBugClock;
  const [onLeft, onRight] = state.teams.homeSide === 'left' ? (['home', 'away'] as const) : (['away', 'home'] as const);
  left(state.teams[onLeft], state.score[onLeft], animated);
  right(state.teams[onRight], state.score[onRight], animated);
  showClock(state.clock);
  setText(period, state.clock.period);
});

function createTeam(side: 'left' | 'right') {
  const box = element(bug, 'div', `bug-team ${side}`);
  element(box, 'i', 'bug-color');
  const name = element(box, 'b', 'bug-name one-line');
  const points = createRollingNumber(element(box, 'div', 'bug-points'));
  name.dir = 'auto';
  return (team: Team, score: number, animated: boolean) => {
    box.style.setProperty('--team', team.color);
    box.style.setProperty('--team-ink', inkOn(team.color));
    fitText(name, team.shortName || team.name, { largestPx: 38, smallestPx: 24 });
    points(score, animated);
  };
}
