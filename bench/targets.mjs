// What ../shared/bench/README.md asks for, as numbers. Ratios are ours ÷ the peer's, of one repeat; the report takes the median of the repeats.
// `at`: where the number is in a row of the raw results. `most`: the target, reached when the number is not above it.

const cpu = { at: 'cpuPer1k', name: 'CPU per delivery' };

const ratio = (peer, most, what = cpu) => ({ ...what, peer, most });
const absolute = (at, name, most, unit = '') => ({ at, name, most, unit });

/** Unchanged reconnects are no workload of the benchmark: realtime/gateway/storm.test.ts counts their bytes. */
export const targets = {
  W1: [ratio('nodecg', 1 / 2), ratio('nodecg', 2 / 3, { at: 'lat.p50', name: 'p50' })],
  'W2-10': [ratio('nodecg', 1 / 5), ratio('sio', 1 / 4)],
  'W2-100': [ratio('nodecg', 1 / 5), ratio('sio', 1 / 4)],
  'W2-1000': [ratio('nodecg', 1 / 2.5)],
  W3: [ratio('nodecg', 1 / 5), ratio('nodecg', 1 / 3, { at: 'bytesPerDelivery', name: 'bytes per delivery' })],
  W3b: [ratio('nodecg', 1 / 100, { at: 'bytesPerDelivery', name: 'bytes per delivery' })],
  W4: [
    ratio('nodecg', 1 / 8, { at: 'storm.cpuMsPerClient', name: 'storm, CPU per client' }),
    ratio('nodecg', 1 / 3, { at: 'storm.allMs', name: 'storm, until all are complete' }),
  ],
  W5: [
    absolute('lostIncrements', 'lost increments', 0),
    absolute('arrLost', 'lost items', 0),
    absolute('arrDup', 'doubled items', 0),
  ],
  W5r: [
    absolute('lostIncrements', 'lost increments', 0),
    absolute('arrLost', 'lost items', 0),
    absolute('arrDup', 'doubled items', 0),
  ],
  W6k: [absolute('lostWrites', 'acknowledged writes lost', 0), absolute('lat.p50', 'durable acknowledgement, p50', 5, 'ms')],
  W6p: [absolute('lostWrites', 'acknowledged writes lost', 0), absolute('lat.p50', 'durable acknowledgement, p50', 5, 'ms')],
  W7: [absolute('declareMs', 'start to first declare', 1_000, 'ms')],
  'W7-25': [absolute('declareMs', 'start to first declare', 1_000, 'ms')],
  W8: [absolute('late100', 'updates more than 100 ms late, of 360', 3)],
  W9: [ratio('nodecg', 1 / 5, { at: 'lat.p99', name: 'p99' }), ratio('nodecg', 1 / 2)],
  W10: [ratio('nodecg', 1 / 10), ratio('sio', 1 / 5), absolute('rss', 'gateway memory', 120, 'MiB')],
};

/** The columns of each workload's table: place in a row, heading, factor. */
const fanOut = [
  ['cpuPer1k', 'CPU µs per delivery', 1_000],
  ['lat.p50', 'p50 ms'],
  ['lat.p99', 'p99 ms'],
  ['dps', 'deliveries/s'],
  ['bytesPerDelivery', 'bytes per delivery'],
  ['rss', 'memory MiB'],
];
const conflict = [
  ['lostIncrements', 'lost increments of 1,000'],
  ['arrLost', 'lost items of 1,000'],
  ['arrDup', 'doubled items'],
  ['rejectsReportedCnt', 'refusals told'],
];
const durable = [
  ['acked', 'acknowledged writes'],
  ['lostWrites', 'of them lost'],
  ['lat.p50', 'acknowledgement p50 ms'],
  ['lat.p99', 'p99 ms'],
];
const start = [
  ['portMs', 'port open ms'],
  ['declareMs', 'first declare ms'],
  ['cpu', 'CPU s'],
  ['rss', 'memory MiB'],
];

export const columns = {
  W4: [
    ['join.allMs', 'one client ms'],
    ['storm.allMs', '200 clients ms'],
    ['storm.good', 'complete'],
    ['storm.cpuMsPerClient', 'CPU ms per client'],
    ['storm.bytesPerClient', 'bytes per client'],
    ['storm.rss', 'memory MiB'],
  ],
  W5: conflict,
  W5r: conflict,
  W6k: durable,
  W6p: durable,
  W7: start,
  'W7-25': start,
  W8: [
    ['late100', 'over 100 ms late, of 360'],
    ['lat.p50', 'p50 ms'],
    ['lat.p99', 'p99 ms'],
    ['maxGap', 'longest gap ms'],
  ],
  W9: [['late100', 'over 100 ms late, of 360'], ...fanOut],
};

/** @param {string} workload */
export const columnsOf = (workload) => columns[workload] ?? fanOut;
