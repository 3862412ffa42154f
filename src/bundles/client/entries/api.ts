// `/api.js`: `window.NodeCG`, after `/socket.io/socket.io.js` and `/socket.js`.
import './oldest-browsers.ts';
import '../globals.ts';
import { nodecgVersion } from '#contract/nodecg-version';
import { createNodecg } from '../nodecg-global.ts';

globalThis.NodeCG = createNodecg({ config: globalThis.ncgConfig ?? {}, version: nodecgVersion, socket: globalThis.socket });
