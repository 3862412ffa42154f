'use strict';

module.exports = (nodecg) => {
  const title = nodecg.Replicant('title');
  const ticks = nodecg.Replicant('ticks', { defaultValue: { count: 0 }, persistent: false });
  nodecg.listenFor('say', (headline) => {
    title.value.headline = headline;
  });
  nodecg.listenFor('tick', () => {
    ticks.value.count += 1;
  });
};
