// Dependency-free on purpose: this runs right after a bare clone, before `npm ci` has brought anything.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const stamp = path.join(root, 'node_modules', '.lock-hash');

/**
 * Installs the dependencies of the lock file, unless `node_modules` was installed from this very lock file.
 * The stamp is written last, so an interrupted install is done again.
 *
 * @returns {string | undefined} one sentence that says what is missing and what would bring it; nothing when all is well
 */
export function ensureDependencies() {
  const wanted = lockHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    console.log('[setup] dependencies: present');
    return undefined;
  }
  console.log('[setup] dependencies: npm ci (about half a minute)');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32', // npm is a .cmd file there; the arguments are ours and fixed
  });
  if (npm.error)
    return `npm could not be started (${npm.error.message}): install Node.js 20 or newer with npm.`;
  if (npm.status !== 0) {
    return `The dependencies could not be installed: "npm ci" ended with code ${npm.status}. Check the network and run "npm ci" in ${root}.`;
  }
  writeFileSync(stamp, wanted);
  return undefined;
}

/** What the installed dependencies depend on: the lock file and the Node ABI that native modules were fetched for. */
function lockHash() {
  const lock = readFileSync(path.join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(process.versions.modules).digest('hex');
}
