'use strict';

const { EventEmitter } = require('events');

// What it returns is used by other bundles as it is: a live emitter with methods and a replicant.
class Clock extends EventEmitter {
  constructor(seconds) {
    super();
    this.seconds = seconds;
  }
  add(count) {
    this.seconds.value += count;
    this.emit('moved', this.seconds.value);
    return this.seconds.value;
  }
}

module.exports = (nodecg) => new Clock(nodecg.Replicant('seconds', { defaultValue: 0, persistent: false }));
