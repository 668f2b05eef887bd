import assert from 'node:assert/strict';
import { commitProposals } from '../../../../src/core/formats/prompts/run/commitProposal';
import { readSize, SIZE_ARGS, sizeLines } from '../../../../src/core/formats/prompts/run/diffSize';
import { PATCH_ARGS, readPatch, type FilePatch } from '../../../../src/core/formats/prompts/run/patch';
import { newRepo, removeFolders, type Repo } from '../checkpoints/repo';

const ODD = ':(top)ä "q"\t*\\ x';
const LINES = Array.from({ length: 30 }, (_, at) => `line ${at + 1}\n`);

/** The lines, some of them put in place of others. */
function text(changed: Readonly<Record<number, string>>): string {
  return LINES.map((line, at) => changed[at + 1] ?? line).join('');
}

function snapshot(repo: Repo): string {
  repo.git('add', '--all');
  return repo.git('write-tree');
}

function patch(repo: Repo, from: string, to: string): readonly FilePatch[] {
  const read = readPatch(repo.run(['diff', ...PATCH_ARGS, from, to]));
  assert.ok(!('problem' in read), JSON.stringify(read));
  return read;
}

describe('prompts: proposed commits in a repository', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  it('are made by their commands: each has what its prompt did', () => {
    const repo = newRepo()
      .write({ both: text({}), [ODD]: text({}), gone: 'x\n', 'bin.dat': Buffer.from([0, 1]) })
      .commit();
    // Settings of a person, none of which may change what is read.
    repo.git('config', 'diff.noprefix', 'true');
    repo.git('config', 'diff.renames', 'copies');
    repo.git('config', 'color.ui', 'always');
    repo.git('config', 'diff.external', 'false');
    const start = snapshot(repo);
    repo
      .write({ both: text({ 3: 'three\nand more\n' }), [ODD]: text({ 2: 'two\n' }), new: text({}) })
      .remove('gone');
    const first = snapshot(repo);
    repo.write({ both: text({ 3: 'three\nand more\n', 25: '' }), 'bin.dat': Buffer.from([0, 2]) });
    const second = snapshot(repo);
    repo.git('reset', '--quiet');

    const proposals = commitProposals(
      [
        { key: 'PROMPT_09', number: '09', title: 'One', files: patch(repo, start, first) },
        { key: 'PROMPT_10', number: '10', title: 'Two', files: patch(repo, first, second) },
      ],
      [],
    );
    const answers = ['s\ny\nn\n', 'y\n'];
    for (const [at, { commands }] of proposals.entries())
      for (const [, ...args] of commands) repo.run(args, answers[at]);

    assert.deepEqual(
      ['HEAD~1^{tree}', 'HEAD^{tree}'].map((name) => repo.git('rev-parse', name)),
      [first, second],
    );
    assert.equal(repo.git('log', '--format=%s', '-2'), '[PROMPT_10] Two\n[PROMPT_09] One');
  });

  it('know names and kinds as git tells them', () => {
    const repo = newRepo()
      .write({ 'run.sh': 'x\n', 'old name': text({}), link: 'to\n' })
      .commit();
    const start = snapshot(repo);
    repo.write({ [ODD]: 'x', 'new name': text({}), 'bin.dat': Buffer.from([0, 1]) }).remove('old name');
    repo.git('update-index', '--chmod=+x', 'run.sh');
    repo.git('update-index', '--add', '--cacheinfo', `120000,${repo.git('rev-parse', ':link')},link`);
    for (const path of [ODD, 'new name', 'bin.dat', 'old name'])
      repo.git('--literal-pathspecs', 'add', '--all', path);
    const end = repo.git('write-tree');
    const read = patch(repo, start, end).map(
      ({ path, what, edits, whole }) => `${path}: ${what} ${edits.length}${whole ? ' whole' : ''}`,
    );
    assert.deepEqual(read, [
      `${ODD}: added 1`,
      'bin.dat: added 0 whole',
      'link: deleted 1',
      'link: added 1',
      'new name: added 1',
      'old name: deleted 1',
      'run.sh: changed 0 whole',
    ]);
    const size = readSize(repo.run(['diff', ...SIZE_ARGS, start, end]));
    assert.ok('files' in size, JSON.stringify(size));
    assert.deepEqual(sizeLines(size).split('\n'), [
      `${ODD.replace('\t', ' ')} | +1 -0`,
      'bin.dat | binary',
      'link | +0 -0',
      'new name | +30 -0',
      'old name | +0 -30',
      'run.sh | +0 -0',
    ]);
  });
});
