'use strict';

module.exports = (nodecg) => {
  const score = nodecg.Replicant('score');
  nodecg.Replicant('from-extension', { defaultValue: { generation: 1, homeAtStart: score.value.home } });
  nodecg.listenFor('double', (value, ack) => {
    if (ack && !ack.handled) ack(null, value * 2);
  });
  nodecg.listenFor('reset', () => {
    score.value = { home: 0, away: 0 };
  });
  return { current: () => score.value };
};
