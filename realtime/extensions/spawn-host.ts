import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { killGroup } from '../children/kill-group.ts';
import { forwardOutput } from './forward-output.ts';
import { readLines } from './host/read-lines.ts';
import type { ExtensionLogEntry } from './extension-log.ts';
import type { HostLimits } from './host-limits.ts';

export type HostExit = {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why we killed it, if we did. */ killedFor?: string;
  /** The last lines that it printed to stderr. */ lastWords: string[];
};

/** A running extension host. */
export interface HostProcess {
  readonly pid: number | undefined;
  /** False: the host isn't reading; the line wasn't taken. */
  offer: (line: string) => boolean;
  /** For lines that must not be lost: whoever sends them stops while `isBehind`. */
  send: (line: string) => void;
  /** The host isn't reading: as much waits for it as may. Ends with a drain. */
  isBehind: () => boolean;
  onDrain: (handler: () => void) => () => void;
  /** Stops and goes on reading what the host sends. */
  hold: (isHeld: boolean) => void;
  /** The process and whatever it started. */
  kill: (reason: string) => void;
  readonly exited: Promise<HostExit>;
}

export type SpawnOptions = {
  hostEntry: string;
  root: string;
  environment: NodeJS.ProcessEnv;
  limits: HostLimits;
  onLine: (line: string) => void;
  onOutput: (source: Extract<ExtensionLogEntry['source'], 'stdout' | 'stderr'>, line: string) => void;
};

const lastWordsKept = 40;
/** How long the output of an ended process may keep us waiting. */
const closeMs = 500;

/** Starts a host, as the leader of its own process group where the system has them: Ctrl+C reaches only the server, which then stops its hosts in order. */
export function spawnHost({ hostEntry, root, environment, limits, onLine, onOutput }: SpawnOptions): HostProcess {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${limits.heapMegabytes}`, '--disable-warning=ExperimentalWarning', hostEntry],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
      env: environment,
    },
  );
  const pipe = child.stdio[3] as Duplex;
  const lastWords: string[] = [];
  let killedFor: string | undefined;
  const kill = (reason: string) => {
    killedFor ??= reason;
    killGroup(child);
  };
  const isBehind = () => !pipe.destroyed && pipe.writableLength > limits.unreadBytes;
  const lines = readLines(limits.lineLength, onLine, () => kill('it sent a line that is too long'));
  pipe.on('data', (bytes: Buffer) => lines.push(bytes));
  pipe.on('error', () => undefined);
  if (child.stdout) forwardOutput(child.stdout, (line) => onOutput('stdout', line));
  if (child.stderr)
    forwardOutput(child.stderr, (line) => {
      lastWords.push(line);
      if (lastWords.length > lastWordsKept) lastWords.shift();
      onOutput('stderr', line);
    });
  return {
    pid: child.pid,
    offer: (line) => !isBehind() && (pipe.write(`${line}\n`), true),
    isBehind,
    send: (line) => void pipe.write(`${line}\n`),
    onDrain(handler) {
      pipe.on('drain', handler);
      return () => pipe.off('drain', handler);
    },
    hold: (isHeld) => void (isHeld ? pipe.pause() : pipe.resume()),
    kill,
    exited: whenExited(child).then(({ code, signal }) => ({
      code,
      signal,
      lastWords,
      ...(killedFor !== undefined && { killedFor }),
    })),
  };
}

function whenExited(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve) => {
    child.once('error', () => child.pid === undefined && resolve({ code: null, signal: null }));
    child.once('exit', (code, signal) => {
      killGroup(child);
      const timer = setTimeout(() => resolve({ code, signal }), closeMs);
      child.once('close', () => {
        clearTimeout(timer);
        resolve({ code, signal });
      });
    });
  });
}
