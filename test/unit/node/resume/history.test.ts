import assert from 'node:assert/strict';
import { gitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { historySince } from '../../../../src/node/resume/history';
import { worktreeOf } from '../../../../src/node/resume/questions';
import { newRepo, removeFolders, type Repo } from '../checkpoints/repo';

const file = (name: string, lines = 'one\n') => ({ [name]: lines });

/** A repository with a branch `topic` of two commits on it, checked out; gives the tip, where the checkpoint was. */
function topic(): { readonly repo: Repo; readonly tip: string } {
  const repo = newRepo();
  repo.git('switch', '--quiet', '--create', 'topic');
  repo.write(file('b')).commit('Add b');
  repo.write(file('c')).commit('Add c');
  return { repo, tip: repo.git('rev-parse', 'HEAD') };
}

/** What git's clock needs to give a rewritten commit another name. */
function onMain(repo: Repo): void {
  repo.git('switch', '--quiet', 'main');
}

async function relation(repo: Repo, then: string): Promise<string> {
  const problems: string[] = [];
  const ask = await worktreeOf(gitCommand, repo.top, new AbortController().signal, problems);
  assert.ok(ask, problems.join());
  const found = await historySince(ask, then);
  if (found === undefined) return 'unknown';
  if (found.kind === 'same') return 'same';
  if (found.kind === 'forward')
    return `forward ${found.commits} [${found.subjects.join(', ')}] ${found.shortstat}`;
  return `${found.how} ${found.found}/${found.commits}`;
}

describe('how HEAD stands to the commit of a checkpoint (runr.md 14 case 17)', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  const cases: readonly (readonly [string, (repo: Repo, tip: string) => void, string])[] = [
    ['nothing happened', () => undefined, 'same'],
    [
      'more commits',
      (repo) => repo.write(file('d')).commit('Add d').write(file('b', 'two\n')).commit('Change b'),
      'forward 2 [Change b, Add d] 2 files changed, 2 insertions(+), 1 deletion(-)',
    ],
    [
      'merged into main with a merge commit',
      (repo) => {
        onMain(repo);
        repo.write(file('m')).commit('Add m');
        repo.git('merge', '--quiet', '--no-edit', 'topic');
      },
      "forward 2 [Merge branch 'topic', Add m] 1 file changed, 1 insertion(+)",
    ],
    [
      'amended: another message',
      (repo) => repo.git('commit', '--quiet', '--amend', '-m', 'Add c, finely'),
      'amended 1/1',
    ],
    [
      'amended: other content',
      (repo) => {
        repo.write(file('c', 'two\n')).git('add', '.');
        repo.git('commit', '--quiet', '--amend', '--no-edit');
      },
      'amended 0/1',
    ],
    [
      'rebased',
      (repo) => {
        onMain(repo);
        repo.write(file('m')).commit('Add m');
        repo.git('rebase', '--quiet', 'main', 'topic');
      },
      'rebased 2/2',
    ],
    [
      'cherry-picked to another branch',
      (repo) => {
        onMain(repo);
        repo.write(file('m')).commit('Add m');
        repo.git('cherry-pick', 'topic~1', 'topic');
      },
      'cherry_picked 2/2',
    ],
    [
      'squashed, and work since',
      (repo) => {
        onMain(repo);
        repo.write(file('m')).commit('Add m');
        repo.git('merge', '--quiet', '--squash', 'topic');
        repo.commit('Add b and c').git('branch', '--quiet', '-D', 'topic');
        repo.write(file('b', 'two\n')).commit('Change b');
      },
      'squashed 0/2',
    ],
    [
      'squashed to the very same tree',
      (repo) => {
        onMain(repo);
        repo.git('merge', '--quiet', '--squash', 'topic');
        repo.commit('Add b and c').git('branch', '--quiet', '-D', 'topic');
      },
      'squashed 0/2',
    ],
    [
      'other commits with the same files',
      (repo) => {
        onMain(repo);
        repo.write({ b: 'one\n', c: 'zzz\n' }).commit('Both');
        repo.write({ c: 'one\n' }).commit('Mend c');
        repo.git('branch', '--quiet', '-D', 'topic');
      },
      'same_tree 0/2',
    ],
    ['moved back', (repo) => repo.git('reset', '--quiet', '--hard', 'HEAD~1'), 'moved_back 0/1'],
    [
      'lost',
      (repo) => {
        onMain(repo);
        repo.write(file('m')).commit('Add m');
        repo.git('cherry-pick', 'topic~1');
        repo.git('branch', '--quiet', '-D', 'topic');
      },
      'lost 1/2',
    ],
    [
      'an unrelated history',
      (repo) => {
        repo.git('switch', '--quiet', '--orphan', 'other');
        repo.write(file('x')).commit('Begin again');
      },
      'lost 0/3',
    ],
    ['a branch without a commit', (repo) => repo.git('switch', '--quiet', '--orphan', 'other'), 'lost 0/3'],
  ];

  for (const [name, happen, expected] of cases) {
    it(name, async () => {
      const { repo, tip } = topic();
      happen(repo, tip);
      assert.equal(await relation(repo, tip), expected);
    });
  }

  it('a commit that the repository does not have', async () => {
    assert.equal(await relation(topic().repo, 'd'.repeat(40)), 'unknown');
  });
});
