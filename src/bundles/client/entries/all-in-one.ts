// `/nodecg-api.min.js`: everything in one, for the dashboard's own page, workers and wrappers on other sites.
import './oldest-browsers.ts';
import '../globals.ts';
import { nodecgVersion } from '#contract/nodecg-version';
import { dashboardLine } from '../dashboard-line.ts';
import { createNodecg } from '../nodecg-global.ts';
import { followCommands } from '../page-commands.ts';
import { createPageSocket } from '../page-socket.ts';

// A worker has no document.
const { url, ticket } = typeof document === 'undefined' ? {} : dashboardLine(document.documentElement, location.origin);
const config = globalThis.ncgConfig ?? (url === undefined ? {} : { realtimeUrl: url });
const socket = createPageSocket(config.realtimeUrl, ticket);
globalThis.socket = socket;
globalThis.NodeCG = createNodecg({ config, version: nodecgVersion, socket, ticket, register: followCommands });
