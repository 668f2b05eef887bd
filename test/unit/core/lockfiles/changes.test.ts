import assert from 'node:assert/strict';
import { type Content, lockfileChange, MOST_BYTES } from '../../../../src/core/lockfiles/changes';
import { delta } from '../../../../src/core/lockfiles/delta';
import type { Package } from '../../../../src/core/lockfiles/package';

const pinned = (text: string): Package[] =>
  text
    .split(' ')
    .filter((one) => one !== '')
    .map((one) => {
      const [name = '', version = '', source] = one.split('@');
      return { name, version, ...(source !== undefined && { source }) };
    });

describe('runr.md 14 case 30: the delta of packages', () => {
  for (const [what, before, after, expected] of [
    ['nothing', 'a@1 b@2', 'b@2 a@1', '+ - ~'],
    ['another version', 'a@1', 'a@2', '+ - ~a@2'],
    ['a version besides', 'a@1', 'a@1 a@2', '+a@2 - ~'],
    ['several versions', 'a@1 a@2', 'a@3', '+a@3 -a@1,a@2 ~'],
    ['counted once for each version', 'a@1 a@1', 'a@1', '+ - ~'],
    ['the same version from elsewhere', 'a@1', 'a@1@git:x', '+ - ~a@1'],
    ['names of prototypes', '', '__proto__@1 constructor@1', '+__proto__@1,constructor@1 - ~'],
  ] as const)
    it(what, () => {
      const { added, removed, updated } = delta(pinned(before), pinned(after));
      const list = (these: readonly Package[]) => these.map((one) => `${one.name}@${one.version}`).join();
      assert.equal(`+${list(added)} -${list(removed)} ~${list(updated)}`, expected);
    });
});

const npm = (
  packages: Readonly<Record<string, string>>,
  direct: readonly string[] = [],
  lockfileVersion = 3,
) => {
  const entries = Object.entries(packages).map(
    ([name, version]) => [`node_modules/${name}`, { version }] as const,
  );
  const root = { dependencies: Object.fromEntries(direct.map((name) => [name, '*'])) };
  return JSON.stringify(
    { lockfileVersion, packages: { '': root, ...Object.fromEntries(entries) } },
    undefined,
    2,
  );
};
const uv = (revision: number, version: string) =>
  [
    `version = 1\nrevision = ${revision}\n`,
    `[[package]]\nname = "a"\nversion = "${version}"\nsource = { registry = "https://pypi.org/simple" }`,
    `wheels = [\n    { url = "https://x/a.whl", upload-time = "${revision}" },\n]\n`,
  ].join('\n');

describe('runr.md 14 case 30: what a change of a lockfile means, in words', () => {
  for (const [what, path, before, after, expected] of [
    [
      'added, removed, updated',
      'package-lock.json',
      npm({ a: '1', b: '1', c: '1' }, ['a']),
      npm({ a: '2', c: '2', d: '1', e: '1' }, ['a', 'd']),
      'package-lock.json: 2 packages added (1 direct), 1 removed, 2 updated',
    ],
    [
      'nested',
      'src/pkg/package-lock.json',
      npm({}),
      npm({ a: '1' }),
      'src/pkg/package-lock.json: 1 package added (0 direct), 0 removed, 0 updated',
    ],
    ['new', 'yarn.lock', undefined, '# yarn lockfile v1\n', 'yarn.lock: new, no package changed'],
    [
      'deleted',
      'package-lock.json',
      npm({ a: '1' }),
      undefined,
      'package-lock.json: deleted, 0 packages added, 1 removed, 0 updated',
    ],
    ['lines only: a revision of uv', 'uv.lock', uv(1, '1'), uv(2, '1'), 'uv.lock: no package changed'],
    ['uv', 'uv.lock', uv(1, '1'), uv(2, '2'), 'uv.lock: 0 packages added, 0 removed, 1 updated'],
    [
      'lines only: npm 2 to 3',
      'package-lock.json',
      npm({ a: '1' }, ['a'], 2),
      npm({ a: '1' }, ['a'], 3),
      'package-lock.json: no package changed',
    ],
    [
      'not from a registry',
      'package-lock.json',
      npm({ a: '1' }),
      npm({ a: '1' }).replace(
        '"version": "1"',
        '"version": "1", "resolved": "git+https://host.test/a.git#1"',
      ),
      'package-lock.json: 0 packages added, 0 removed, 1 updated, 1 of them not from a registry',
    ],
    ['binary', 'x/bun.lockb', '\0a', '\0b', 'x/bun.lockb is binary: only that it changed is known'],
    ['binary, new', 'bun.lockb', undefined, '\0', 'bun.lockb is binary: only that it is new is known'],
    [
      'binary, deleted',
      'bun.lockb',
      '\0',
      undefined,
      'bun.lockb is binary: only that it is deleted is known',
    ],
    [
      'lines of another',
      'Gemfile.lock',
      'a\nb\nc\n',
      'c\na\nd\ne\n',
      'Gemfile.lock: 2 lines added, 1 removed',
    ],
    ['another, new', 'go.sum', undefined, 'a\n', 'go.sum: new, 1 line added, 0 removed'],
    ['another, large', 'go.sum', '', MOST_BYTES + 1, 'go.sum: it has 21 MiB; at most 20 are read'],
    [
      'broken',
      'package-lock.json',
      npm({}),
      '{',
      'package-lock.json: could not be read: it is not JSON; 0 lines added, 7 removed',
    ],
    [
      'broken as it was',
      'package-lock.json',
      'x\n',
      npm({}),
      'package-lock.json: could not be read as it was: it is not JSON; 8 lines added, 1 removed',
    ],
    [
      'in conflict',
      'Cargo.lock',
      '',
      '<<<<<<< ours\n',
      'Cargo.lock: could not be read: it holds a merge conflict; 1 line added, 0 removed',
    ],
    [
      'large',
      'package-lock.json',
      MOST_BYTES * 2,
      npm({}),
      'package-lock.json: could not be read as it was: it has 40 MiB; at most 20 are read',
    ],
    [
      'a byte order mark',
      'package-lock.json',
      npm({}),
      `\uFEFF${npm({})}`,
      'package-lock.json: no package changed',
    ],
  ] as const satisfies readonly (readonly [string, string, Content, Content, string])[])
    it(`runr.md 14 case 30: ${what}`, () => assert.equal(lockfileChange(path, before, after), expected));
});
