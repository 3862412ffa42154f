import type { HealthSigns } from '#contract/health';
import { startTestVitals } from '../../health/test-vitals.ts';
import { startTestGateway, type TestGatewayOptions } from '../test-gateway.ts';

/** What is asked of the gateway's process from outside. */
export type GatewayReport = {
  /** Bytes that are in use: heap and buffers. */
  used: number;
  connections: number;
  signs: HealthSigns;
  /** Whatever the prototypes of this process have that they didn't have at the start. */
  pollution: string[];
};

/* The program of startGatewayProcess: ends with its parent. */

const prototypes = { Object: Object.prototype, Array: Array.prototype, Function: Function.prototype, String: String.prototype };
const known = new Map(Object.entries(prototypes).map(([name, prototype]) => [name, new Set(Reflect.ownKeys(prototype))]));

function pollution(): string[] {
  return Object.entries(prototypes).flatMap(([name, prototype]) =>
    Reflect.ownKeys(prototype)
      .filter((key) => !known.get(name)?.has(key))
      .map((key) => `${name}.prototype.${String(key)}`),
  );
}

const gateway = await startTestGateway(JSON.parse(process.argv[2] ?? '{}') as TestGatewayOptions);
const { vitals } = startTestVitals({ slowClients: gateway.gateway.slowClients, tally: gateway.gateway.tally });
process.on('disconnect', () => process.exit());
process.on('message', () => void report());

async function report(): Promise<void> {
  // Twice: what the first one finds unused, such as buffers, is given back after it.
  for (let round = 0; round < 2; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const signs = vitals.signs();
  const connections = Object.values(signs.clients.connected).reduce((sum, count) => sum + count, 0);
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ used: heapUsed + external, connections, signs, pollution: pollution() } satisfies GatewayReport);
}

process.send?.({ port: gateway.port });
