'use strict';

// Ends its own process in every way that a bad extension can.
module.exports = (nodecg) => {
  nodecg.Replicant('alive', { defaultValue: 0, persistent: false }).value += 1;
  nodecg.listenFor('throw', () => {
    throw new Error('crasher threw on purpose');
  });
  nodecg.listenFor('throw-later', () => {
    setTimeout(() => {
      throw new Error('crasher threw on purpose, later');
    }, 0);
  });
  nodecg.listenFor('exit', () => process.exit(3));
  nodecg.listenFor('spin', () => {
    for (;;);
  });
  nodecg.listenFor('eat', () => {
    const eaten = [];
    for (;;) eaten.push(new Array(1_000_000).fill(eaten.length));
  });
  nodecg.listenFor('pid', (_, ack) => ack(null, process.pid));
};
