importScripts('/nodecg-api.min.js');
const nodecg = new NodeCG({ name: 'api-lab', version: '1.2.3', config: {} });
nodecg.Replicant('probe').on('change', (value) => postMessage(value.n));
