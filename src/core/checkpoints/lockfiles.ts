/** Files that fix the versions of dependencies, found by name in any folder (runr.md 7, D10). */
import type { PathChange } from './checkpoint';

const LOCKFILES: ReadonlySet<string> = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  'Cargo.lock',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'Pipfile.lock',
  'go.sum',
  'Gemfile.lock',
  'composer.lock',
  'gradle.lockfile',
  'packages.lock.json',
  'mix.lock',
  'pubspec.lock',
  'Package.resolved',
  'flake.lock',
]);

/** The lock files among the changed paths. */
export function lockfilesOf(changes: readonly PathChange[]): readonly PathChange[] {
  return changes.filter(({ path }) => LOCKFILES.has(path.slice(path.lastIndexOf('/') + 1)));
}
