import type { ExtensionApi, ReplicantValue } from '#bundles/sdk/index';
import type { Scoreboard } from './bundle.ts';

/** Takes the lower third in and out, and out by itself when it was told how long to stay: also when that time ended during a restart. */
export function runLowerThird(nodecg: ExtensionApi<Scoreboard>): void {
  const lowerThird = nodecg.Replicant('lowerThird');
  let leaving: NodeJS.Timeout | undefined;

  const takeOut = () => {
    const { value } = lowerThird;
    if (value.state !== 'out') lowerThird.value = { ...value, state: isNextWaiting(value) ? 'ready' : 'out', onAir: null };
  };

  lowerThird.on('change', ({ onAir, autoOutSeconds }) => {
    clearTimeout(leaving);
    if (!onAir || autoOutSeconds === null) return;
    leaving = setTimeout(takeOut, Math.max(0, onAir.since + autoOutSeconds * 1_000 - Date.now()));
  });

  nodecg.listenFor('lower-third.ready', (person, acknowledge) => {
    const { value } = lowerThird;
    // What is on air stays there: the next one waits behind it.
    lowerThird.value = { ...value, ...person, state: value.onAir ? 'on-air' : 'ready', onAir: value.onAir && { ...value.onAir } };
    acknowledge(null, { state: lowerThird.value.state });
  });
  nodecg.listenFor('lower-third.take', (content, acknowledge) => {
    const { value } = lowerThird;
    const { name, role } = content ?? value;
    if (!name.trim()) return acknowledge(new Error('A lower third needs a name.'));
    lowerThird.value = { ...value, name, role, state: 'on-air', onAir: { name, role, since: Date.now() } };
    acknowledge(null, { state: 'on-air' });
  });
  nodecg.listenFor('lower-third.out', (_, acknowledge) => {
    takeOut();
    acknowledge(null, { state: lowerThird.value.state });
  });
}

/** Somebody was made ready while another one was on air. */
function isNextWaiting({ onAir, name, role }: ReplicantValue<Scoreboard, 'lowerThird'>): boolean {
  return onAir !== null && (onAir.name !== name || onAir.role !== role);
}
