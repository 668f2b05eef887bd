import assert from 'node:assert/strict';
import { READERS } from '../../../../src/core/lockfiles/changes';
import { isLockfile } from '../../../../src/core/resume/facts';
import { type Case, npm, told } from './told';
import { TOML_CASES } from './tomlCases';

const CASES: readonly Case[] = [
  [
    'npm 1: packages in packages, other names, places',
    'npm-shrinkwrap.json',
    JSON.stringify({
      lockfileVersion: 1,
      dependencies: {
        a: { version: '1.0.0', dependencies: { b: { version: '2.0.0' } } },
        other: { version: 'npm:@s/real@3.0.0' },
        git: { version: 'git+ssh://git@host.test/u/r.git#abc', from: 'x' },
        here: { version: 'file:../here' },
      },
    }),
    'a@1.0.0\n@s/real@3.0.0\ngit@git+ssh://git@host.test/u/r.git#abc git+ssh://git@host.test/u/r.git#abc\nb@2.0.0',
  ],
  [
    'npm 3: projects, links, nested versions, names of entries, places',
    'package-lock.json',
    npm({
      '': { name: 'root', dependencies: { a: '1', git: 'u/r', alias: 'npm:real@1' } },
      'packages/p': { name: 'p', version: '1.0.0', devDependencies: { b: '1' } },
      'node_modules/p': { resolved: 'packages/p', link: true },
      'node_modules/a': { version: '1.0.0', resolved: 'https://registry.example.test/a/-/a-1.0.0.tgz' },
      'node_modules/b': { version: '1.0.0' },
      'node_modules/b/node_modules/a': { version: '0.9.0' },
      'node_modules/alias': { name: 'real', version: '1.0.0' },
      'node_modules/git': { version: '1.0.0', resolved: 'git+ssh://git@host.test/u/r.git#abc' },
      'node_modules/optional': { optional: true },
    }),
    'a@1.0.0 *\nb@1.0.0 *\na@0.9.0\nreal@1.0.0 *\ngit@1.0.0 * git+ssh://git@host.test/u/r.git#abc',
  ],
  [
    'pnpm 5: peers, places, projects',
    'pnpm-lock.yaml',
    `lockfileVersion: 5.4
importers:
  .:
    specifiers: {}
    dependencies: {a_b: 1.0.0, '@s/p': '2.0.0_a@1.0.0', here: link:../here}
packages:
  /a_b/1.0.0: {resolution: {integrity: x}}
  /@s/p/2.0.0_a@1.0.0: {resolution: {integrity: x}}
  /@s/p/1.0.0: {resolution: {integrity: x}}
  host.test/u/r/abc: {resolution: {tarball: https://host.test/u/r/tar.gz/abc}, name: r, version: 3.0.0}
  file:../here: {resolution: {directory: ../here, type: directory}, name: here, version: 1.0.0}
`,
    'a_b@1.0.0 *\n@s/p@2.0.0 *\n@s/p@1.0.0\nr@3.0.0 https://host.test/u/r/tar.gz/abc',
  ],
  [
    'pnpm 6: peers',
    'pnpm-lock.yaml',
    `lockfileVersion: '6.0'
dependencies:
  '@s/p': {specifier: ^2, version: 2.0.0(a@1.0.0)(b@1.0.0(c@1.0.0))}
packages:
  /@s/p@2.0.0(a@1.0.0)(b@1.0.0(c@1.0.0)): {}
  /a@1.0.0: {resolution: {integrity: x, tarball: https://registry.example.test/a/-/a-1.0.0.tgz}}
`,
    '@s/p@2.0.0 *\na@1.0.0',
  ],
  [
    'pnpm 9: other names, places, two documents',
    'pnpm-lock.yaml',
    `---
lockfileVersion: '9.0'
packages: {tool@1.0.0: {}}
---
lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      alias: {specifier: 'npm:real@1', version: real@1.0.0}
      r: {specifier: u/r, version: https://host.test/u/r/tar.gz/abc}
packages:
  real@1.0.0: {}
  r@https://host.test/u/r/tar.gz/abc: {resolution: {tarball: https://host.test/u/r/tar.gz/abc}, version: 3.0.0}
  g@git+https://host.test/g.git#d: {resolution: {repo: https://host.test/g.git, commit: d, type: git}, version: 1.0.0}
  here@file:../here: {resolution: {directory: ../here, type: directory}}
`,
    [
      'tool@1.0.0',
      'real@1.0.0 *',
      'r@3.0.0 * https://host.test/u/r/tar.gz/abc',
      'g@1.0.0 https://host.test/g.git#d',
    ].join('\n'),
  ],
  [
    'Yarn 1: several requests, other names, places, line ends',
    'yarn.lock',
    [
      '# yarn lockfile v1',
      '',
      '"@s/a@^1", "@s/a@^1.1":',
      '  version "1.1.0"',
      '  resolved "https://registry.example.test/@s/a/-/a-1.1.0.tgz#abc"',
      '  dependencies:',
      '    version "9"',
      '',
      'b@1, b@2:',
      '  version "2.0.0"',
      '"alias@npm:real@^1":',
      '  version "1.0.0"',
      '"git@git+ssh://git@host.test/r.git":',
      '  version "1.0.0"',
      '  resolved "git+ssh://git@host.test/r.git#abc"',
      '"here@file:./here":',
      '  version "1.0.0"',
      '',
    ].join('\r\n'),
    '@s/a@1.1.0\nb@2.0.0\nreal@1.0.0\ngit@1.0.0 git+ssh://git@host.test/r.git#abc',
  ],
  [
    'later Yarn: projects, patches, other names, places',
    'yarn.lock',
    `__metadata:
  version: 4
"a@npm:^1, a@npm:^1.1":
  version: 1.1.0
  resolution: "a@npm:1.1.0"
"a@patch:a@npm%3A1.1.0#fix.patch":
  version: 1.1.0
  resolution: "a@patch:a@npm%3A1.1.0#fix.patch::version=1.1.0"
"alias@npm:real@1":
  version: 1.0.0
  resolution: "real@npm:1.0.0::__archiveUrl=https%3A%2F%2Fx"
"git@https://host.test/r.git":
  version: 1.0.0
  resolution: "git@https://host.test/r.git#commit=abc"
"root@workspace:.":
  version: 0.0.0-use.local
  resolution: "root@workspace:."
  dependencies:
    a: ^1
    alias: "npm:real@1"
  linkType: soft
`,
    'a@1.1.0 *\nreal@1.0.0 *\ngit@1.0.0 https://host.test/r.git#commit=abc',
  ],
  [
    'bun: projects, versions of their own, places',
    'bun.lock',
    `{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "root", "dependencies": { "a": "1", }, },
    "packages/p": { "name": "p", "devDependencies": { "b": "2", }, },
  },
  "packages": {
    "a": ["a@1.0.0", "", {}, "sha512-x"],
    "b": ["b@1.0.0", "", {}, "sha512-x"],
    "c/b": ["b@0.9.0", "", {}, "sha512-x"],
    "p/b": ["b@2.0.0", "", {}, "sha512-x"],
    "git": ["git@github:u/r#abc", {}, "abc"],
    "p": ["p@workspace:packages/p"],
  }
}
`,
    'a@1.0.0 *\nb@1.0.0 *\nb@0.9.0\nb@2.0.0 *\ngit@github:u/r#abc github:u/r#abc',
  ],
  ...TOML_CASES,
];

describe('runr.md 14 case 30: what a lockfile pins', () => {
  for (const [what, name, text, expected] of CASES)
    it(`runr.md 14 case 30: ${what}`, () => assert.equal(told(name, text), expected));

  it('every file that is read is known as a lockfile, and has a case here', () => {
    for (const name of READERS.keys()) assert.equal(isLockfile(name), true, name);
    assert.deepEqual(
      [...READERS.keys()].filter((name) => !CASES.some(([, one]) => one === name)),
      [],
    );
  });
});
