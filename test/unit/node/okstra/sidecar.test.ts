import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSidecar } from '../../../../src/node/okstra/sidecar';

const JSON_TEXT = '{ "stage": 1,\n  "b": 1, "b": 2 }';

describe('okstra: a carry sidecar', () => {
  let folder: string;
  let root: string;
  const write = (run = 'implementation', stage = 1, json = JSON_TEXT) =>
    writeSidecar({ root, folder }, run, stage, json);
  const tree = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/'),
      );

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'sidecar ')));
    root = join(folder, '.okstra/task');
    mkdirSync(root, { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is the text as it was given, in folders that are made', async () => {
    const file = join(root, 'runs/implementation/carry/stage-1.json');
    const carryPath = 'runs/implementation/carry/stage-1.json';
    assert.deepEqual(await write(), { file, carryPath, before: false });
    assert.equal(readFileSync(file, 'utf8'), `${JSON_TEXT}\n`);
    assert.deepEqual(await write(), { file, carryPath, before: true });
    assert.deepEqual(tree(), ['.okstra/task/runs/implementation/carry/stage-1.json']);
  });

  it('is never overwritten', async () => {
    await write();
    const again = await write('implementation', 1, '{}');
    assert.match(
      'refused' in again ? again.refused : '',
      /stage-1\.json is there already and says something else/,
    );
    assert.equal(
      readFileSync(join(root, 'runs/implementation/carry/stage-1.json'), 'utf8'),
      `${JSON_TEXT}\n`,
    );
  });

  it('is written by one of several at once', async () => {
    const answers = await Promise.all(['{"a":1}', '{"a":2}', '{"a":3}'].map((json) => write('r', 1, json)));
    assert.equal(answers.filter((answer) => 'file' in answer).length, 1);
    assert.equal(tree().length, 1);
  });

  const runs: readonly (readonly [string, number, boolean])[] = [
    ['demo/net/dev-1', 3, true],
    ['a.b_c', 0, true],
    ['', 1, false],
    ['..', 1, false],
    ['a/../../b', 1, false],
    ['a/./b', 1, false],
    ['/etc', 1, false],
    ['a//b', 1, false],
    ['a/', 1, false],
    ['a/b/c/d', 1, false],
    ['a\\b', 1, false],
    ['C:', 1, false],
    ['a:stream', 1, false],
    ['NUL', 1, false],
    ['com1.txt', 1, false],
    ['a.', 1, false],
    ['.git', 1, false],
    ['a b', 1, false],
    ['a\n', 1, false],
    ['a\0', 1, false],
    ['x'.repeat(101), 1, false],
    ['r', -1, false],
    ['r', 1.5, false],
    ['r', NaN, false],
    ['r', 1e9, false],
  ];
  for (const [run, stage, goes] of runs)
    it(`${goes ? 'is written' : 'is refused'}: ${JSON.stringify(run.slice(0, 30))} stage ${stage}`, async () => {
      const answer = await write(run, stage);
      assert.equal('file' in answer, goes, JSON.stringify(answer));
      assert.deepEqual(tree(), goes ? [`.okstra/task/runs/${run}/carry/stage-${stage}.json`] : []);
    });

  describe('with links', () => {
    let outside: string;
    before(function () {
      if (process.platform === 'win32') this.skip();
    });
    beforeEach(() => (outside = realpathSync(mkdtempSync(join(tmpdir(), 'elsewhere ')))));
    afterEach(() => {
      rmSync(outside, { recursive: true, force: true });
    });

    const links: readonly (readonly [string, () => void])[] = [
      [
        'the plan lies elsewhere',
        () => {
          rmSync(root, { recursive: true });
          symlinkSync(outside, root);
        },
      ],
      ['runs lies elsewhere', () => symlinkSync(outside, join(root, 'runs'))],
      [
        'carry lies elsewhere',
        () => {
          mkdirSync(join(root, 'runs/implementation'), { recursive: true });
          symlinkSync(outside, join(root, 'runs/implementation/carry'));
        },
      ],
      [
        'carry is a file',
        () => {
          mkdirSync(join(root, 'runs/implementation'), { recursive: true });
          writeFileSync(join(root, 'runs/implementation/carry'), '');
        },
      ],
      [
        'the sidecar is a link to nothing',
        () => {
          mkdirSync(join(root, 'runs/implementation/carry'), { recursive: true });
          symlinkSync(join(outside, 'new'), join(root, 'runs/implementation/carry/stage-1.json'));
        },
      ],
      ['the plan is gone', () => rmSync(root, { recursive: true })],
    ];
    for (const [name, make] of links)
      it(`is refused: ${name}`, async () => {
        make();
        assert.ok('refused' in (await write()));
        assert.deepEqual(readdirSync(outside), []);
      });
  });
});
