import path from 'node:path';
import { soundJsUrl } from '#bundles/client/injected-scripts';
import type { Route } from '../front-door.ts';
import { sendFile } from './respond.ts';

/** Serves SoundJS from the product's own packages. */
export function createSoundJsRoute(projectDir: string): Route {
  return (exchange) => {
    if (exchange.path !== soundJsUrl || !['GET', 'HEAD'].includes(exchange.request.method ?? '')) return false;
    sendFile(exchange, path.join(projectDir, soundJsUrl));
    return true;
  };
}
