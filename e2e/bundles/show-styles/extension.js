'use strict';

module.exports = (nodecg) => {
  const score = nodecg.Replicant('score');
  nodecg.listenFor('swap', (_data, acknowledge) => {
    score.value.teams.reverse();
    if (acknowledge && !acknowledge.handled) acknowledge(null, score.value.teams.map(({ name }) => name));
  });
};
