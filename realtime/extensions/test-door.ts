import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMountedRoutes, type MountedRoutesDeps } from '../http/mounted/mounted-routes.ts';
import { askerOf } from '../http/asker.ts';
import { createClientOf } from '../http/client-of.ts';
import { localAsker } from '#services/identity/index';
import { tellClient } from '../http/tell-client.ts';
import { toExchange } from '../http/to-exchange.ts';

/** A front door with nothing but mounted routes behind it, which trusts a proxy on this machine; what nobody answers is 404 `nobody`. */
export async function openTestDoor(hosts: MountedRoutesDeps['hosts'], more: Partial<MountedRoutesDeps> = {}) {
  const serve = createMountedRoutes({ hosts, asker: askerOf, mayCall: () => true, ...more });
  const clientOf = createClientOf(['127.0.0.1']);
  const server = http.createServer((request, response) => {
    tellClient(request, clientOf);
    response.setHeader('x-content-type-options', 'nosniff');
    void serve({ ...toExchange(request, response), asker: localAsker }).then((isAnswered) => {
      if (!isAnswered) response.writeHead(404).end('nobody');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    get: (path: string, options: RequestInit = {}) => fetch(`${url}${path}`, { redirect: 'manual', ...options }),
    /** Status and body. */
    async read(path: string, options: RequestInit = {}): Promise<[number, string]> {
      const answer = await fetch(`${url}${path}`, { redirect: 'manual', ...options });
      return [answer.status, await answer.text()];
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
