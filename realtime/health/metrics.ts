import { Histogram, Registry } from 'prom-client';
import type { Readiness } from '#contract/health';
import type { SystemHealth } from '#contract/internal';
import type { ExtensionHosts } from '#ports/extension-hosts';
import type { NetworkBytes } from './network-bytes.ts';
import { registerMetrics, type Sample } from './register-metrics.ts';
import type { Vitals } from './vitals.ts';

/** Where the figures come from. Everything is asked when somebody reads the metrics, and not before. */
export type MetricSources = {
  vitals: Vitals;
  readiness: () => Readiness;
  /** Undefined until the database is there. */
  durability: () => SystemHealth['durability'] | undefined;
  /** Undefined until bundles are started. */
  extensions: () => ReturnType<ExtensionHosts['statuses']> | undefined;
  network: () => NetworkBytes;
};

export type Metrics = {
  /** Media type of {@link read}. */
  readonly contentType: string;
  /** All of them, in Prometheus' text form. */
  read(): Promise<string>;
  /** A write to the history took this long. */
  observeLogWrite(seconds: number): void;
};

/** No figure has a label whose values a show decides, such as a replicant's name: their number must stay small. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const writes = new Histogram({
    name: 'nodecg_log_write_seconds',
    help: 'How long it took to store a batch of changes, failed tries included.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30],
    registers: [registry],
  });
  registerMetrics(registry, [
    ...healthMetrics(sources),
    ...clientMetrics(sources),
    ...storageMetrics(sources),
    ...extensionMetrics(sources),
    ...processMetrics(),
  ]);
  return {
    contentType: registry.contentType,
    read: () => registry.metrics(),
    observeLogWrite: (seconds) => writes.observe(seconds),
  };
}

function healthMetrics({ vitals, readiness }: MetricSources): Sample[] {
  const signs = () => vitals.signs();
  return [
    { name: 'nodecg_ready', help: '1 when /ready says so.', read: () => Number(readiness().ready) },
    {
      name: 'nodecg_check_ok',
      help: '1 when this line of /ready is ok, 0 when it is starting, failing or wants attention.',
      labels: ['check'],
      read: () => readiness().checks.map(({ name, state }) => [{ check: name }, Number(state === 'ok')]),
    },
    {
      name: 'nodecg_event_loop_delay_seconds',
      help: 'How late timers were since the last scrape.',
      labels: ['quantile'],
      read() {
        const { p50, p99, max } = vitals.delays();
        return [
          [{ quantile: '0.5' }, p50],
          [{ quantile: '0.99' }, p99],
          [{ quantile: '1' }, max],
        ];
      },
    },
    { name: 'nodecg_event_loop_stalls_total', help: 'How often the server stood still.', read: () => signs().eventLoop.stalls },
    {
      name: 'nodecg_event_loop_stalled_seconds_total',
      help: 'How long it stood still altogether.',
      read: () => vitals.stalledSeconds(),
    },
    { name: 'nodecg_clock_jumps_total', help: "How often the computer's clock was set.", read: () => signs().clock.jumps },
    { name: 'nodecg_disk_free_bytes', help: 'Room left for the data folder.', read: () => signs().disk.free },
  ];
}

function clientMetrics({ vitals: { tally, signs }, network }: MetricSources): Sample[] {
  return [
    {
      name: 'nodecg_connections',
      help: 'Connected clients.',
      labels: ['kind'],
      read: () => Object.entries(tally.connected).map(([kind, count]) => [{ kind }, count]),
    },
    { name: 'nodecg_slow_clients', help: "Clients that don't read what they are sent, now.", read: () => signs().clients.slow },
    {
      name: 'nodecg_clients_cut_off_total',
      help: 'Connections that the server ended.',
      labels: ['cause'],
      read: () => Object.entries(tally.cutOff).map(([cause, count]) => [{ cause }, count]),
    },
    { name: 'nodecg_messages_dropped_total', help: "Messages lost to clients that didn't read.", read: () => tally.dropped },
    { name: 'nodecg_replicant_changes_total', help: 'Changes that went on air.', read: () => tally.changes },
    { name: 'nodecg_frames_sent_total', help: 'Frames given to connections.', read: () => tally.frames },
    {
      name: 'nodecg_requests_total',
      help: 'Answered requests. The outcome is ok or the code of the error.',
      labels: ['request', 'outcome'],
      read: () =>
        [...tally.answers].flatMap(([request, outcomes]) =>
          [...outcomes].map(([outcome, count]): [Record<string, string>, number] => [{ request, outcome }, count]),
        ),
    },
    {
      name: 'nodecg_network_bytes_total',
      help: 'Bytes over the public port, pages and sockets together.',
      labels: ['direction'],
      read: () => Object.entries(network()).map(([direction, bytes]) => [{ direction }, bytes]),
    },
  ];
}

function storageMetrics({ durability }: MetricSources): Sample[] {
  return [
    {
      name: 'nodecg_database_ok',
      help: '1 while changes reach the database.',
      read: () => (durability()?.state === 'ok' ? 1 : 0),
    },
    { name: 'nodecg_unstored_changes', help: 'Changes on air that are not stored yet.', read: () => durability()?.unstored },
    {
      name: 'nodecg_oldest_unstored_seconds',
      help: 'How long the oldest of them has been waiting.',
      read: () => (durability()?.oldestMs ?? 0) / 1_000,
    },
  ];
}

function extensionMetrics({ extensions }: MetricSources): Sample[] {
  return [
    {
      name: 'nodecg_extensions',
      help: "Bundles' extensions by state.",
      labels: ['state'],
      read() {
        const counts = new Map<string, number>();
        for (const { state } of extensions()?.values() ?? []) counts.set(state, (counts.get(state) ?? 0) + 1);
        return [...counts].map(([state, count]) => [{ state }, count]);
      },
    },
    {
      name: 'nodecg_extension_restarts_total',
      help: 'Restarts of extensions since their bundles were last started by a person or an edit.',
      read: () => [...(extensions()?.values() ?? [])].reduce((sum, { restarts }) => sum + restarts, 0),
    },
  ];
}

function processMetrics(): Sample[] {
  return [
    { name: 'process_resident_memory_bytes', help: 'Memory of this process.', read: () => process.memoryUsage.rss() },
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time of this process.',
      read() {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1e6;
      },
    },
  ];
}
