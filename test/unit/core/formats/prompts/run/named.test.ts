import assert from 'node:assert/strict';
import { parseCommandLine } from '../../../../../../src/core/checkCommand';
import { filesNamed, type Named } from '../../../../../../src/core/formats/prompts/run/named';

/** The files that command lines name, as `path by command`. */
function named(lines: readonly string[], place: Partial<Parameters<typeof filesNamed>[1]> = {}): string[] {
  const commands = lines.map((display): Named => {
    const argvs = parseCommandLine(display);
    assert.ok(!('problem' in argvs), display);
    return { display, argvs };
  });
  const files = filesNamed(commands, { folder: '/p', prefix: '', manifest: undefined, ...place });
  return [...files].map(([path, command]) => `${path} by ${command}`);
}

describe('prompts: the files that commands name', () => {
  const cases: readonly (readonly [line: string, path: string])[] = [
    ['node check.mjs', 'check.mjs'],
    ['./check.sh --fast', 'check.sh'],
    ['node ./tests/../check.mjs', 'check.mjs'],
    ['node /p/lib/check.mjs', 'lib/check.mjs'],
    ['npm ci && node Lib/Check.mjs', 'lib/check.mjs'],
    ['mocha --config=conf/mocha.json', 'conf/mocha.json'],
    ['mocha -c conf/mocha.json', 'conf/mocha.json'],
    ['NODE_OPTIONS=--import=./hook.mjs node x', 'hook.mjs'],
    ["python 'a b.py'", 'a b.py'],
  ];
  for (const [line, path] of cases)
    it(`${line} names ${path}`, () => {
      assert.ok(named([line]).includes(`${path} by ${line}`), named([line]).join('\n'));
    });

  it('are told from the top folder of the repository', () => {
    const files = named(['node a.mjs ../b.mjs ../../c.mjs'], { folder: '/r/p', prefix: 'p/' });
    assert.ok(files.some((file) => file.startsWith('p/a.mjs by ')));
    assert.ok(files.some((file) => file.startsWith('b.mjs by ')));
    assert.ok(!files.some((file) => file.includes('c.mjs by ')));
  });

  it('are those of the scripts of the manifest that a command leads to', () => {
    const scripts = {
      test: 'npm run lint && node "all tests.mjs"',
      pretest: 'node before.mjs',
      lint: 'node lint.mjs; node more.mjs',
      dev: 'node server.mjs',
    };
    const manifest = JSON.stringify({ main: 'main.mjs', scripts });
    const files = named(['npm run test'], { manifest });
    for (const path of ['before.mjs', 'lint.mjs', 'more.mjs', 'all tests.mjs'])
      assert.ok(files.includes(`${path} by npm run test`), `${path}\n${files.join('\n')}`);
    for (const path of ['server.mjs', 'main.mjs'])
      assert.ok(!files.some((file) => file.startsWith(path)), files.join('\n'));
    assert.ok(!named(['node test'], { manifest }).some((file) => file.startsWith('lint.mjs')));
  });

  it('are none of a manifest that cannot be read, or of one that goes round', () => {
    for (const manifest of ['', '[]', '{"scripts": []}', '{"scripts": {"test": 1, "__proto__": "x"}}'])
      assert.deepEqual(named(['npm test'], { manifest }), ['npm by npm test', 'test by npm test']);
    const round = JSON.stringify({ scripts: { test: 'npm run a', a: 'npm run test' } });
    assert.ok(named(['npm test'], { manifest: round }).length > 0);
  });

  it('are found in a very long manifest at once', () => {
    const scripts = Object.fromEntries(
      Array.from({ length: 2000 }, (_, at) => [`s${at}`, `npm run s${at + 1} ${'"x '.repeat(100)}`]),
    );
    assert.ok(named(['npm run s0'], { manifest: JSON.stringify({ scripts }) }).length > 0);
  });
});
