'use strict';

/** Runs a function's source in this extension and acknowledges with what it gives. `kept` lasts from one to the next. */
module.exports = (nodecg) => {
  const run = (source, variables) => new Function(...Object.keys(variables), source)(...Object.values(variables));
  const kept = { run };
  nodecg.listenFor('run', async ({ source, argument }, acknowledge) => {
    try {
      const work = new Function(`return (${source})`)();
      const result = await work(nodecg, argument, kept, require);
      acknowledge(null, result);
    } catch (error) {
      acknowledge(error);
    }
  });
  return { greet: (name) => `hello ${name}`, kept };
};
