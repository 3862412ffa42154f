import { protocolVersion } from '#contract/protocol';
import { requestSchemas, type RequestName } from '#contract/wire';
import { payloadFor, randomJson, spoil, type Random } from './fuzz-values.ts';
import type { RawClient } from './raw-client.ts';

const requests = Object.keys(requestSchemas) as RequestName[];
const strangers = ['', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'frame', 'welcome', 'replicant:declare', '🏆'];

/** The JSON of an event that our server must answer if an acknowledgement is asked for, whatever is in it. New requests come by themselves. */
export function randomEvent(random: Random): string {
  if (random.chance(0.06)) {
    const event = random.chance(0.1) ? random.below(9) : random.pick(strangers);
    return JSON.stringify([event, ...Array.from({ length: random.below(4) }, () => randomJson(random))]);
  }
  const name = random.chance(0.4) ? 'propose' : random.pick(requests);
  let payload = payloadFor(requestSchemas[name], random);
  for (let n = random.chance(0.5) ? 1 + random.below(3) : 0; n > 0; n--) payload = spoil(payload, random);
  if (random.chance(0.01)) return `["${name}",${'['.repeat(20_000)}${']'.repeat(20_000)}]`;
  return JSON.stringify(payload === undefined ? [name] : [name, payload, ...(random.chance(0.02) ? [1, 2] : [])]);
}

/** Breaks the rules of the line itself: the server may end the connection, and nothing else. */
export function sendRudely(client: RawClient, namespace: string, random: Random): void {
  const event = randomEvent(random);
  const act = random.pick(rudeActs);
  act(client, { namespace, event, random });
}

type Rudeness = (client: RawClient, about: { namespace: string; event: string; random: Random }) => void;

const rudeActs: Rudeness[] = [
  // Acknowledgements that nobody waits for.
  (client, { namespace, random }) =>
    client.send(`43${namespace},${random.below(2 ** 31)}${JSON.stringify([randomJson(random)])}`),
  // Text that stops, or that is something else in the middle.
  (client, { namespace, event, random }) => client.send(`42${namespace},7${event}`.slice(0, random.below(event.length + 14))),
  (client, { namespace, event, random }) => {
    const at = random.below(event.length);
    client.send(`42${namespace},${event.slice(0, at)}${random.pick(['"', '\\', '}', '\u0000', '[', '9'])}${event.slice(at + 1)}`);
  },
  // Packets of unknown kinds, and kinds that only a server sends.
  (client, { namespace, event, random }) => client.send(`4${random.pick(['4', '7', '9', '-1', 'x', ''])}${namespace},${event}`),
  (client, { random, event }) =>
    client.send(random.pick(['', '0{"sid":"x"}', '1', '2probe', '3probe', '5', '6', '8', 'b', '\ud83c']) + event),
  // Rooms that it isn't in, or that don't exist, and joining twice.
  (client, { event, random }) =>
    client.send(`42${random.pick(['/', '/extension', '/nowhere', '/__proto__', '/constructor'])},1${event}`),
  (client, { namespace, random }) => client.send(`40${namespace},${JSON.stringify(helloLike(random))}`),
  (client, { random }) =>
    client.send(
      `40${random.pick(['/', '/extension', '/nowhere', '/__proto__', '/graphics', ''])},${JSON.stringify(helloLike(random))}`,
    ),
  // Names that Socket.IO keeps for itself, and what is no event.
  (client, { namespace, random }) =>
    client.send(`42${namespace},1["${random.pick(['connect', 'disconnect', 'newListener', 'connect_error'])}",{}]`),
  (client, { namespace, random }) =>
    client.send(`42${namespace},1${random.pick(['{}', '[]', 'null', '"x"', '[null]', '[{}]', '[[]]'])}`),
  // Binary, announced or not.
  (client, { namespace, random }) =>
    client.send(`45${random.pick(['1', '0', '9999999999', '-1', ''])}-${namespace},1["propose",{"_placeholder":true,"num":0}]`),
  (client, { event }) => client.sendFrame(2, Buffer.from(event)),
  // Broken WebSocket frames: reserved kinds, a first part without an end, goodbye with nonsense, no mask, a length nobody could have.
  (client, { random, event }) => client.sendFrame(random.pick([3, 7, 11, 15, 0]), Buffer.from(event.slice(0, 50))),
  (client, { random }) => client.sendFrame(8, Buffer.from([random.below(256), random.below(256), 0xff])),
  (client, { random }) => client.line.write(Buffer.from(Array.from({ length: 20 }, () => random.below(256)))),
  (client) => client.line.write(Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])),
];

function helloLike(random: Random): unknown {
  const hello = { protocol: protocolVersion, page: { kind: 'dashboard', bundle: 'quiz' } };
  return random.chance(0.3) ? hello : spoil(hello, random);
}
