// What the tests need from the machine beside npm's packages.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { say } from './prepare.mjs';

const debianPackages = ['chromium', 'redis-server', 'ffmpeg'];
const commands = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
  'redis-server': ['redis-server'],
  ffmpeg: ['ffmpeg'],
};

function find(command) {
  const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [command], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.split('\n')[0].trim() : undefined;
}

function missing() {
  return debianPackages.filter((name) => !commands[name].some(find));
}

/** Installs them as root on Debian; elsewhere names what is missing. The path of a Chromium, or undefined. */
export function ensureTestTools() {
  let lacking = missing();
  if (lacking.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say(`Installing for the tests: ${lacking.join(', ')} …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...lacking], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    });
    lacking = missing();
  }
  if (lacking.length > 0)
    say(`Missing on this machine: ${lacking.join(', ')}. On Debian or Ubuntu: sudo apt-get install ${lacking.join(' ')}`);
  return process.env.CHROMIUM_PATH ?? commands.chromium.map(find).find(Boolean);
}
