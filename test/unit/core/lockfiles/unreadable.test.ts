import assert from 'node:assert/strict';
import { npm, told } from './told';

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
