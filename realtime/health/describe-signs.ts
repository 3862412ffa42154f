import type { HealthCheck, HealthSigns } from '#contract/health';

/** The signs as lines of `/ready`, in words for whoever reads them there. None of them is ever `failing`: they don't keep a show from starting. */
export function describeSigns({ eventLoop, disk, clients, clock }: HealthSigns, now: number): HealthCheck[] {
  return [
    toCheck('event-loop', eventLoop.state, describeStall(eventLoop, now)),
    toCheck('disk', disk.state === 'low' || disk.state === 'full' ? 'attention' : 'ok', describeDisk(disk)),
    toCheck('clients', clients.state, describeClients(clients)),
    toCheck('clock', clock.state, describeClock(clock, now)),
  ];
}

/** What the log says when the room for data changes. */
export function describeDisk({ state, free }: HealthSigns['disk']): string | undefined {
  if (free === undefined) return undefined;
  const left = `${formatBytes(free)} free`;
  if (state === 'full')
    return `${left}: the database stores nothing until there is room. Graphics go on; delete or move something now.`;
  if (state === 'low') return `${left}, the database stops when there is none. Make room soon.`;
  return left;
}

/** `set back by 3 h`, `set forward by 90 s`. */
export function describeJump(byMs: number): string {
  return `${byMs < 0 ? 'set back' : 'set forward'} by ${formatDuration(Math.abs(byMs))}`;
}

function toCheck(name: HealthCheck['name'], state: 'ok' | 'attention', detail: string | undefined): HealthCheck {
  return detail === undefined ? { name, state } : { name, state, detail };
}

function describeStall({ last }: HealthSigns['eventLoop'], now: number): string | undefined {
  if (!last) return undefined;
  const why = last.cause === 'busy' ? 'the server was busy with one thing' : 'the computer gave the server no time';
  return `${why} for ${formatDuration(last.ms)}, ${formatDuration(now - last.at)} ago`;
}

function describeClients({ slow, cutOff }: HealthSigns['clients']): string | undefined {
  const parts = [...(slow > 0 ? [`slow clients: ${slow}`] : []), ...(cutOff > 0 ? [`cut off since the start: ${cutOff}`] : [])];
  return parts.length > 0 ? parts.join(', ') : undefined;
}

function describeClock({ last }: HealthSigns['clock'], now: number): string | undefined {
  if (!last) return undefined;
  const ago = formatDuration(now - last.at);
  return `the computer's clock was ${describeJump(last.byMs)}, ${ago} ago; what runs on air goes by the server's own clock`;
}

function formatBytes(bytes: number): string {
  const MiB = bytes / 1024 / 1024;
  return MiB < 1_024 ? `${Math.floor(MiB)} MB` : `${(MiB / 1_024).toFixed(1)} GB`;
}

function formatDuration(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 10) return `${Math.max(0, seconds).toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
