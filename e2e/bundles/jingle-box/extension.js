'use strict';
// What an extension finds in its very first moment.
module.exports = (nodecg) => {
  const cues = nodecg.Replicant('soundCues');
  nodecg.Replicant('foundAtStart', { persistent: false }).value = JSON.parse(JSON.stringify(cues.value ?? null));
};
