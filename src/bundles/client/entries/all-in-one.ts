// `/nodecg-api.min.js`: everything in one, for the dashboard's own page, workers and wrappers on other sites.
import './oldest-browsers.ts';
import '../globals.ts';
import { nodecgVersion } from '#contract/nodecg-version';
import { createNodecg } from '../nodecg-global.ts';
import { followCommands } from '../page-commands.ts';
import { createPageSocket } from '../page-socket.ts';

const config = globalThis.ncgConfig ?? {};
const socket = createPageSocket(config.realtimeUrl);
globalThis.socket = socket;
globalThis.NodeCG = createNodecg({ config, version: nodecgVersion, socket, register: followCommands });
