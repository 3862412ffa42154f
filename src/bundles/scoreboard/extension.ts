import { defineExtension } from '#bundles/sdk/index';
import { bundle } from './bundle.ts';
import { runClock } from './run-clock.ts';
import { runLowerThird } from './run-lower-third.ts';
import { runScore } from './run-score.ts';

export default defineExtension(bundle, (nodecg) => {
  runScore(nodecg);
  runClock(nodecg);
  runLowerThird(nodecg);
});
