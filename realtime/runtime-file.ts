import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** `data/runtime.json`: where this server is and which processes it consists of. */
export type RuntimeFacts = {
  url: string;
  version: string;
  pids: { gateway: number; postgres?: number; web?: number; hosts: Record<string, number> };
};

export type RuntimeFile = {
  /** Writes it if it changed; whoever reads it sees a whole file. */
  update(): Promise<void>;
  remove(): Promise<void>;
};

/** Keeps the file as `facts` says. Never rejects: a full disk must not end a show. */
export function createRuntimeFile(dataDir: string, facts: () => RuntimeFacts): RuntimeFile {
  const file = path.join(dataDir, 'runtime.json');
  let written = '';
  let last = Promise.resolve();
  const inTurn = (work: () => Promise<void>) => (last = last.then(work).catch(() => undefined));

  return {
    update: () =>
      inTurn(async () => {
        const text = `${JSON.stringify(facts(), undefined, 2)}\n`;
        if (text === written) return;
        await writeFile(`${file}.new`, text);
        await rename(`${file}.new`, file);
        written = text;
      }),
    remove: () => inTurn(() => rm(file, { force: true })),
  };
}
