import assert from 'node:assert/strict';
import { READERS } from '../../../../src/core/lockfiles/changes';
import { isLockfile } from '../../../../src/core/resume/facts';

/** `name@version`, ` *` where it is direct, and where it comes from if not from a registry; or the problem. */
function told(name: string, text: string): string {
  const read = READERS.get(name)?.(text);
  assert.ok(read, name);
  if ('problem' in read) return read.problem;
  return read.packages
    .map(({ name, version, direct, source }) =>
      [`${name}@${version}`, ...(direct ? ['*'] : []), ...(source === undefined ? [] : [source])].join(' '),
    )
    .join('\n');
}

const npm = (packages: object) => JSON.stringify({ lockfileVersion: 3, packages });

const CASES: readonly (readonly [what: string, name: string, text: string, expected: string])[] = [
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
  [
    'Cargo: the project itself, several versions, places',
    'Cargo.lock',
    `# This file is automatically @generated by Cargo.
version = 4

[[package]]
name = "own"
version = "0.1.0"
dependencies = [
 "rand 0.8.5",
]

[[package]]
name = "rand"
version = "0.8.5"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "x"

[[package]]
name = "rand"
version = "0.9.0"
source = "git+https://host.test/rand?branch=main#abc"

[[patch.unused]]
name = "unused"
version = "1.0.0"

[metadata]
"checksum old 1.0.0 (registry+https://x)" = "y"
`,
    'rand@0.8.5\nrand@0.9.0 git+https://host.test/rand?branch=main#abc',
  ],
  [
    'Poetry: names, sources',
    'poetry.lock',
    `[[package]]
name = "Typing_Extensions"
version = "4.0.0"
description = "Says \\"hi\\""
optional = false
python-versions = ">=3.8"
files = [
    {file = "x.whl", hash = "sha256:x"},
]

[package.dependencies]
name = "9"

[[package]]
name = "forked"
version = "1.0.0"

[package.source]
type = "git"
url = "https://host.test/f.git"
reference = "main"
resolved_reference = "abc"

[[package]]
name = "here"
version = "1.0.0"

[package.source]
type = "directory"
url = "../here"

[metadata]
lock-version = "2.1"
content-hash = "x"
`,
    'typing-extensions@4.0.0\nforked@1.0.0 git https://host.test/f.git abc',
  ],
  [
    'uv: projects and what they ask for, sources',
    'uv.lock',
    `version = 1
revision = 3
requires-python = ">=3.12"

[[package]]
name = "anyio"
version = "4.0.0"
source = { registry = "https://pypi.org/simple" }
dependencies = [
    { name = "idna" },
]
sdist = { url = "https://x/anyio.tar.gz", hash = "sha256:x", size = 1 }

[[package]]
name = "idna"
version = "3.0"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "own"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "anyio" },
]

[package.dev-dependencies]
dev = [
    { name = "forked" },
]

[[package]]
name = "forked"
version = "1.0.0"
source = { git = "https://host.test/f.git#abc" }
`,
    'anyio@4.0.0 *\nidna@3.0\nforked@1.0.0 * { git = "https://host.test/f.git#abc" }',
  ],
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

describe('runr.md 14 case 30: lockfiles that cannot be read', () => {
  for (const [what, name, text, expected] of [
    ['no JSON', 'package-lock.json', '{"lockfileVersion": 3,', /^it is not JSON$/],
    ['no lockfile', 'package-lock.json', '[]', /^it has no lockfileVersion$/],
    ['no YAML', 'pnpm-lock.yaml', 'lockfileVersion: [', /^it is not YAML$/],
    ['YAML of something else', 'pnpm-lock.yaml', 'a: 1', /^it has no lockfileVersion$/],
    ['an unknown key', 'pnpm-lock.yaml', "lockfileVersion: '9.0'\npackages: {x: {}}", /^the key "x" is not/],
    ['of no Yarn', 'yarn.lock', 'a: 1', /^it is of no version of Yarn$/],
    ['an entry without a version', 'yarn.lock', '# yarn lockfile v1\n\na@1:\n  x "1"\n', /^the entry "a@1:"/],
    ['a head that is none', 'yarn.lock', '# yarn lockfile v1\n\n<<<\n  version "1"\n', /^the entry "<<<"/],
    ['TOML that no tool writes', 'uv.lock', '[[package]]\nname="x"\n', /^line 2 is none/],
    ['a text over several lines', 'poetry.lock', '[[package]]\nname = """\nx"""\n', /^line 2 is none/],
    ['a package without a name', 'Cargo.lock', '[[package]]\nversion = "1"\nsource = "x"\n', /no name/],
    ['deep lists', 'bun.lock', '['.repeat(100_000), /nested more than 60 deep/],
    ['deep maps', 'pnpm-lock.yaml', '{a: '.repeat(5_000), /nested more than 60 deep/],
    ['long', 'pnpm-lock.yaml', 'a: b\n'.repeat(300_000), /at most 1000000/],
    ['many values', 'pnpm-lock.yaml', '- a\n'.repeat(200_000), /more than 100000 values/],
  ] as const)
    it(`${what}: ${name}`, () => assert.match(told(name, text), expected));

  it('hostile texts harm nothing: depth, names of prototypes, aliases', function () {
    this.timeout(20_000);
    const deep = `{"lockfileVersion":1,"dependencies":${'{"a":{"version":"1","dependencies":'.repeat(50_000)}{}${'}}'.repeat(50_000)}}`;
    assert.equal(told('package-lock.json', deep).split('\n').length, 50_000);
    const names =
      '{"lockfileVersion":3,"__proto__":{"packages":1},"packages":{"node_modules/__proto__":{"version":"1"}}}';
    assert.equal(told('package-lock.json', names), '__proto__@1');
    assert.equal(
      told('bun.lock', '{lockfileVersion: 1, packages: {__proto__: [constructor@1]}}'),
      'constructor@1',
    );
    assert.equal(told('uv.lock', `a${'.a'.repeat(1_000_000)}`), 'line 1 is none that this tool writes');
    const version = `1${':'.repeat(1_000_000)}\n`;
    const places = told('package-lock.json', npm({ 'node_modules/a': { version } }));
    assert.equal(places.length, 'a@ '.length + 2 * version.length);
    const bomb = `lockfileVersion: '9.0'\na: &a [x, x]\nb: &b [*a, *a]\npackages: *b\n`;
    assert.equal(told('pnpm-lock.yaml', bomb), '');
    const tested: object = {};
    assert.equal('packages' in tested, false);
  });
});
