'use strict';

module.exports = (nodecg) => {
  nodecg.Replicant('signal', { defaultValue: { n: 1 } });
};
