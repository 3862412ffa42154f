// The project's client for ../shared/bench: our own protocol (src/contract/wire.ts) with the methods that its README asks for.
import { applyOperations } from './apply-operations.mjs';
import { openConnection } from './connections.mjs';

const namespace = 'bench';
const seqMark = Buffer.from('seq');

/**
 * Resolves with a client in namespace /dashboard that works on the replicants of bundle `bench`.
 * @param {string} url The server's origin.
 * @param {'sio' | 'lean' | 'count'} mode `sio`: the real socket.io-client. `lean`: a minimal one, everything parsed and applied. `count`: of a frame
 *   only the last number after "seq" is looked at, once somebody counts.
 */
export async function connect(url, mode) {
  return new BenchClient(await openConnection(url, mode), mode);
}

class BenchClient {
  /** Proposals that were refused. */
  rejects = 0;
  /** States that came whole in place of changes. */
  fullUpdates = 0;
  /** Called with a refused proposal's replicant and error. */
  onReject = undefined;
  #connection;
  #replicants = new Map();
  #byChannel = new Map();

  constructor(connection, mode) {
    this.#connection = connection;
    connection.onFrame = (items) => items.forEach((item) => this.#read(item));
    if (mode === 'count') connection.onRawFrame = (bytes) => this.#count(bytes);
    this.counter = undefined;
  }

  async declare(name, defaultValue) {
    await this.#subscribe([defaultValue === undefined ? { namespace, name } : { namespace, name, declare: { defaultValue } }]);
    return this.state(name).value;
  }

  /** One request for all. */
  async declareAll(names) {
    await this.#subscribe(names.map((name) => ({ namespace, name })));
  }

  /** `{ name, value, rev }` */
  state(name) {
    const known = this.#replicants.get(name) ?? {
      name,
      value: undefined,
      rev: 0,
      stamp: '',
      channel: undefined,
      heard: undefined,
    };
    this.#replicants.set(name, known);
    return known;
  }

  /** Hears each change's value and revision. */
  onUpdate(name, heard) {
    this.state(name).heard = heard;
  }

  /** In mode `count`: hears the last sequence number of each frame, and values are not kept. */
  onCount(counter) {
    this.counter = counter;
  }

  set(name, value) {
    this.mutate(name, overwrite(value));
  }

  /** Applied and on air, not waiting for storage; a refusal is counted, as NodeCG's client does. */
  mutate(name, operations) {
    this.#propose(name, operations, { durable: false }, (reply) => this.#refused(name, reply));
  }

  /** Adds on the server, so that concurrent increments add up. */
  increment(name, by) {
    this.mutate(name, [{ path: '/', method: 'increment', args: { by } }]);
  }

  /** Resolves when the server said that the change is on disk. */
  setAcked(name, value) {
    return new Promise((resolve, reject) =>
      this.#propose(name, overwrite(value), { durable: true }, (reply) => {
        this.#refused(name, reply);
        if (reply.ok) resolve();
        else reject(new Error(reply.error.message));
      }),
    );
  }

  /** Blocks the extension of bundle `bench` for so many milliseconds. */
  block(ms) {
    this.#connection.request('message', { bundle: 'bench', name: 'block', content: ms });
  }

  /** Bytes read and written on the line. */
  bytes() {
    return this.#connection.bytes();
  }

  close() {
    this.#connection.close();
  }

  #propose(name, operations, options, answer) {
    const payload = { namespace, name, operations, baseRevision: this.state(name).rev, ...options };
    this.#connection.request('propose', payload, answer);
  }

  #refused(name, reply) {
    if (reply.ok) return;
    this.rejects += 1;
    this.onReject?.(name, reply.error);
  }

  #subscribe(items) {
    return new Promise((resolve, reject) =>
      this.#connection.request('subscribe', { items }, (reply) => {
        if (!reply.ok) return reject(new Error(reply.error.message));
        const failed = reply.value.items.find((item) => !item.ok);
        if (failed) return reject(new Error(failed.error.message));
        reply.value.items.forEach(({ value }, index) => this.#start(items[index].name, value));
        resolve();
      }),
    );
  }

  #start(name, { channel, state }) {
    const replicant = this.state(name);
    Object.assign(replicant, { channel, value: state.value, rev: state.revision, stamp: state.stamp });
    this.#byChannel.set(channel, replicant);
  }

  #read(item) {
    const replicant = this.#byChannel.get(item[1]);
    if (!replicant) return;
    if (item[0] === 's') {
      this.fullUpdates += 1;
      replicant.value = item[2].value;
      replicant.rev = item[2].revision;
    } else if (item[0] === 'r') {
      if (item[2] !== replicant.rev + 1) return this.#resume(replicant, item[2]);
      replicant.value = applyOperations(replicant.value, item[3]);
      replicant.rev = item[2];
    } else return;
    replicant.heard?.(replicant.value, replicant.rev);
  }

  /** A change in a gap: ask again. One that came before this client's state is old news. */
  #resume(replicant, revision) {
    if (revision <= replicant.rev) return;
    this.fullUpdates += 1;
    void this.#subscribe([{ namespace, name: replicant.name }]).then(() => replicant.heard?.(replicant.value, replicant.rev));
  }

  /** A frame has all changes of one turn in order, so the last number stands for those before it. */
  #count(bytes) {
    if (!this.counter) return false;
    const mark = bytes.lastIndexOf(seqMark);
    if (mark < 0) return false;
    let at = mark + seqMark.length;
    while (at < bytes.length && (bytes[at] < 48 || bytes[at] > 57)) at++;
    let seq = 0;
    for (; bytes[at] >= 48 && bytes[at] <= 57; at++) seq = seq * 10 + bytes[at] - 48;
    this.counter(seq);
    return true;
  }
}

function overwrite(newValue) {
  return [{ path: '/', method: 'overwrite', args: { newValue } }];
}
