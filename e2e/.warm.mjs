// e2e/fixtures/nodecg-original.ts
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { io } from 'socket.io-client';
var cache = path.join(os.tmpdir(), 'nodecg-2.6.4-for-tests');
var packages = { dependencies: { nodecg: '2.6.4' }, overrides: { 'better-sqlite3': '12.11.1' } };
function installNodecg() {
  if (existsSync(path.join(cache, 'installed'))) return cache;
  const draft = mkdtempSync(`${cache}-`);
  writeFileSync(
    path.join(draft, 'package.json'),
    JSON.stringify({ name: 'nodecg-for-tests', version: '1.0.0', private: true, ...packages }),
  );
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const npm = (...args) => execFileSync('npm', args, { cwd: draft, env, stdio: 'pipe', timeout: 9e5 });
  npm('install', '--no-audit', '--no-fund', '--ignore-scripts');
  npm('rebuild', 'better-sqlite3');
  writeFileSync(path.join(draft, 'installed'), '');
  rmSync(cache, { recursive: true, force: true });
  renameSync(draft, cache);
  return cache;
}

// ../../../tmp/warm.ts
console.log(installNodecg());
