'use strict';

// Writes as fast as a careless extension does, waiting for nothing.
module.exports = (nodecg) => {
  const ticks = nodecg.Replicant('ticks', { defaultValue: { n: 0 } });
  setInterval(() => {
    ticks.value.n += 1;
  }, 2);
};
