'use strict';

// Reads and writes any replicant on request, as JSON, so that a test sees what an extension sees.
module.exports = (nodecg) => {
  nodecg.Replicant('fleeting', { persistent: false, defaultValue: 'gone with the run' });
  nodecg.Replicant('defaulted', { defaultValue: { from: 'default' } });

  nodecg.listenFor('assign', ({ namespace, name, json }, ack) => {
    nodecg.Replicant(name, namespace).value = json === undefined ? undefined : JSON.parse(json);
    ack(null, true);
  });
  nodecg.listenFor('read', ({ namespace, name }, ack) => {
    const { value } = nodecg.Replicant(name, namespace);
    ack(null, { type: typeof value, json: JSON.stringify(value) });
  });
  nodecg.listenFor('config', (_data, ack) => ack(null, { server: nodecg.config, bundle: nodecg.bundleConfig }));
};
