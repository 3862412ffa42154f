import { defineExtension } from '#bundles/sdk/index';
import { bundle } from './bundle.ts';
import { runClock } from './run-clock.ts';
import { runLowerThird } from './run-lower-third.ts';

export default defineExtension(bundle, (nodecg) => {
  runClock(nodecg);
  runLowerThird(nodecg);
});
