// Two Socket.IO connections to namespace /dashboard with the same face, as the benchmark's peers have them:
// `sio` is the real socket.io-client; every other mode is a minimal Engine.IO 4 client on `ws`, so that the server is the bottleneck.
import { io } from 'socket.io-client';
import WebSocket from 'ws';

const namespace = '/dashboard';
const hello = { protocol: 1, page: { kind: 'dashboard' } };

/**
 * Resolves when the server said `welcome`.
 * @param {string} url The server's origin.
 * @param {'sio' | 'lean' | 'count'} mode
 */
export function openConnection(url, mode) {
  return mode === 'sio' ? openReal(url) : openLean(url);
}

function openReal(url) {
  return new Promise((resolve, reject) => {
    const options = { transports: ['websocket'], forceNew: true, reconnection: false, perMessageDeflate: false, auth: hello };
    const socket = io(`${url}${namespace}`, options);
    const connection = {
      onFrame: undefined,
      onRawFrame: undefined,
      request: (name, payload, answer) => void (answer ? socket.emit(name, payload, answer) : socket.emit(name, payload)),
      bytes: () => {
        const line = socket.io.engine?.transport?.ws?._socket;
        return line ? [line.bytesRead, line.bytesWritten] : [0, 0];
      },
      close: () => void socket.close(),
    };
    socket.on('frame', (items) => connection.onFrame?.(items));
    socket.once('welcome', () => resolve(connection));
    socket.once('connect_error', reject);
  });
}

const frameStart = Buffer.from(`42${namespace},["frame",`);
const welcomeStart = Buffer.from(`42${namespace},["welcome",`);
const answerStart = Buffer.from(`43${namespace},`);

function openLean(url) {
  return new Promise((resolve, reject) => {
    const address = `${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const ws = new WebSocket(address, { perMessageDeflate: false, skipUTF8Validation: true });
    const answers = new Map();
    let lastId = -1;
    const connection = {
      onFrame: undefined,
      /** Gets the bytes of a frame; true: that was all that is needed of it. */
      onRawFrame: undefined,
      request(name, payload, answer) {
        if (answer) answers.set(++lastId, answer);
        ws.send(`42${namespace},${answer ? lastId : ''}${JSON.stringify([name, payload])}`);
      },
      bytes: () => (ws._socket ? [ws._socket.bytesRead, ws._socket.bytesWritten] : [0, 0]),
      close: () => ws.terminate(),
    };
    const read = (bytes) => {
      if (startsWith(bytes, frameStart)) {
        if (connection.onRawFrame?.(bytes)) return;
        return connection.onFrame?.(JSON.parse(bytes.toString('utf8', 2 + namespace.length + 1))[1]);
      }
      if (startsWith(bytes, answerStart)) return readAnswer(bytes, answers);
      if (startsWith(bytes, welcomeStart)) return resolve(connection);
      const text = bytes.toString('utf8');
      if (text === '2') return ws.send('3');
      if (text.startsWith('0')) return ws.send(`40${namespace},${JSON.stringify(hello)}`);
      if (text.startsWith('44')) reject(new Error(`The server refused the connection: ${text}`));
    };
    ws.on('message', read);
    ws.on('error', reject);
    ws.on('close', () => reject(new Error('The server closed the connection.')));
  });
}

function readAnswer(bytes, answers) {
  let at = answerStart.length;
  let id = 0;
  for (; bytes[at] >= 48 && bytes[at] <= 57; at++) id = id * 10 + bytes[at] - 48;
  const answer = answers.get(id);
  answers.delete(id);
  answer?.(JSON.parse(bytes.toString('utf8', at))[0]);
}

function startsWith(bytes, start) {
  return bytes.length >= start.length && start.compare(bytes, 0, start.length) === 0;
}
