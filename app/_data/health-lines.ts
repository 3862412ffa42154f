import type { HealthCheck } from '#contract/health';
import type { SystemHealth } from '#contract/internal';
import type { Texts } from '../_ui/texts/en.ts';

/** One line of how the server is, in the viewer's language. */
export type HealthLine = { name: HealthCheck['name']; label: string; state: HealthCheck['state']; detail?: string };

/** What the server says about itself, worst first. The last is what is still known of signs that passed. */
export function healthLines(health: SystemHealth, texts: Texts['health']): HealthLine[] {
  const details = detailsOf(health, texts);
  const lines = health.readiness.checks.map(({ name, state, detail: reason }): HealthLine => {
    const detail =
      (state === 'attention' ? wanted[name]?.(texts) : undefined) ?? details[name] ?? (state === 'failing' ? reason : undefined);
    return { name, label: texts.names[name], state, ...(detail === undefined ? {} : { detail }) };
  });
  return lines.sort((a, b) => order[a.state] - order[b.state]);
}

/** What is known of the server's health now. `since`: when it last answered, in milliseconds since 1970; undefined: not yet. */
export type KnownHealth = { isCurrent: true; health: SystemHealth } | { isCurrent: false; since?: number; health?: SystemHealth };

type Asked = { data: SystemHealth | undefined; isError: boolean; dataUpdatedAt: number };

/** What was answered last is the present only while the server goes on answering, and the page is connected. */
export function knownHealth({ data, isError, dataUpdatedAt }: Asked, isLive: boolean): KnownHealth {
  if (data === undefined) return { isCurrent: false };
  return isLive && !isError ? { isCurrent: true, health: data } : { isCurrent: false, since: dataUpdatedAt, health: data };
}

/** True for what the crew should look at. */
export function wantsAttention({ state }: HealthLine): boolean {
  return state === 'attention' || state === 'failing';
}

/** Lines that say one thing only when something is wrong. */
const wanted: Partial<Record<HealthCheck['name'], (texts: Texts['health']) => string>> = {
  https: (texts) => texts.inTheClear,
  redis: (texts) => texts.redisAway,
};

const order: Record<HealthCheck['state'], number> = { failing: 0, attention: 1, starting: 2, ok: 3 };

function detailsOf({ durability, signs }: SystemHealth, texts: Texts['health']): Partial<Record<HealthCheck['name'], string>> {
  const { eventLoop, disk, clients, clock } = signs;
  const { connected, slow, cutOff } = clients;
  const details: Partial<Record<HealthCheck['name'], string>> = {
    clients: [
      texts.connected(connected),
      ...(slow > 0 ? [texts.slow(slow)] : []),
      ...(cutOff > 0 ? [texts.cutOff(cutOff)] : []),
    ].join(' '),
  };
  if (durability.state === 'failing') details.database = texts.notStoring(durability.unstored);
  if (eventLoop.last)
    details['event-loop'] = texts.stalled(eventLoop.last.ms, eventLoop.last.cause, texts.timeOf(eventLoop.last.at));
  if (disk.free !== undefined) details.disk = texts.disk(disk.free, disk.state);
  if (clock.last) details.clock = texts.clockSet(clock.last.byMs, texts.timeOf(clock.last.at));
  return details;
}
