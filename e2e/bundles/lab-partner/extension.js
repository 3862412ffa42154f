'use strict';

module.exports = (nodecg) => {
  const { lab } = nodecg.extensions;
  nodecg.listenFor('greet', (name, acknowledge) => acknowledge(null, lab.greet(name)));
};
