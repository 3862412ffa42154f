'use strict';

module.exports = (nodecg) => {
  nodecg.listenFor('nothing', (_data, ack) => ack(null));
  nodecg.listenFor('zero', (_data, ack) => ack(null, 0));
  nodecg.listenFor('echo', (data, ack) => ack(null, data));
  nodecg.listenFor('fail', (_data, ack) => ack(new TypeError('no such team')));
};
