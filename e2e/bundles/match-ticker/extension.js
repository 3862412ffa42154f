'use strict';

module.exports = (nodecg) => {
  const clock = nodecg.extensions['match-clock'];
  const moves = nodecg.Replicant('moves', { defaultValue: [], persistent: false });
  clock.on('moved', (seconds) => moves.value.push(seconds));
  nodecg.listenFor('add', (count, ack) => {
    const seconds = clock.add(count);
    if (ack && !ack.handled) ack(null, { seconds, same: nodecg.Replicant('seconds', 'match-clock') === clock.seconds });
  });
  return { bundles: () => Object.keys(nodecg.extensions) };
};
