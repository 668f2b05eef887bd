/** What is read from a lockfile, as text. */
import assert from 'node:assert/strict';
import { READERS } from '../../../../src/core/lockfiles/changes';

/** What it is about, the file's name, its text, and what `told` says of it. */
export type Case = readonly [what: string, name: string, text: string, expected: string];

/** `name@version`, ` *` where it is direct, and where it comes from if not from a registry; or the problem. */
export function told(name: string, text: string): string {
  const read = READERS.get(name)?.(text);
  assert.ok(read, name);
  if ('problem' in read) return read.problem;
  return read.packages
    .map(({ name, version, direct, source }) =>
      [`${name}@${version}`, ...(direct ? ['*'] : []), ...(source === undefined ? [] : [source])].join(' '),
    )
    .join('\n');
}

/** A package-lock.json of version 3. */
export const npm = (packages: object) => JSON.stringify({ lockfileVersion: 3, packages });
