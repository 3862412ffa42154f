importScripts('/socket.io/socket.io.js', '/socket.js', '/api.js');
const nodecg = new NodeCG({ name: 'api-lab', version: '1.2.3', config: {} }, socket);
nodecg.Replicant('worked', { defaultValue: 1 }).on('change', (value) => postMessage([NodeCG.version, nodecg.socket === socket, value]));
