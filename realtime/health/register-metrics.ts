import { Counter, Gauge, type Registry } from 'prom-client';

type Labelled = [labels: Record<string, string>, value: number][];

/** One figure. Its name says what it is: `…_total` only grows. Undefined: not known now, nothing is shown. */
export type Sample = { name: string; help: string } & (
  { labels?: never; read: () => number | undefined } | { labels: string[]; read: () => Labelled }
);

/** Shows figures that are kept elsewhere: each is read when the metrics are. */
export function registerMetrics(registry: Registry, samples: Sample[]): void {
  for (const sample of samples) {
    const options = { name: sample.name, help: sample.help, labelNames: sample.labels ?? [], registers: [registry] };
    if (sample.name.endsWith('_total')) {
      new Counter({
        ...options,
        collect() {
          this.reset();
          for (const [labels, value] of valuesOf(sample)) this.inc(labels, value);
        },
      });
      continue;
    }
    new Gauge({
      ...options,
      collect() {
        this.reset();
        for (const [labels, value] of valuesOf(sample)) this.set(labels, value);
      },
    });
  }
}

function valuesOf(sample: Sample): Labelled {
  if (sample.labels) return sample.read();
  const value = sample.read();
  return value === undefined ? [] : [[{}, value]];
}
