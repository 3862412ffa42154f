import type { ExtensionApi } from '#bundles/sdk/index';
import type { Scoreboard } from './bundle.ts';

/** Counts points. Here and not in the panels, because here every increment starts from the newest score. */
export function runScore(nodecg: ExtensionApi<Scoreboard>): void {
  const score = nodecg.Replicant('score');
  nodecg.listenFor('score.add', ({ team, by }, acknowledge) => {
    const next = score.value[team] + by;
    if (next < 0) return acknowledge(new Error('A score cannot go below 0.'));
    if (next > 999) return acknowledge(new Error('A score ends at 999.'));
    score.value[team] = next;
    acknowledge(null, { score: next });
  });
}
