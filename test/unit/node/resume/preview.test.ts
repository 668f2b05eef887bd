import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { previewText } from '../../../../src/core/resume/previewText';
import { gitCommand, type GitCommand } from '../../../../src/node/checkpoints/gitCommand';
import { ended, left, run, stageRun } from '../../core/mapValues';
import { emptyRepo, filesOnDisk, newFolder, removeFolders } from '../checkpoints/repo';
import { ResumeWorld } from './world';

const clean = ['state_behind: Finished by the checkpoint, and not yet noted: 01 Step 01.'];

describe('the resume preview of a repository', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  it('goes on after the last checkpoint', async () => {
    const world = new ResumeWorld();
    await world.take('01');
    assert.deepEqual(await world.told(), ['record 01-step', ...clean, 'at 02']);
  });

  it('knows the branch again where a tag has its name', async () => {
    const world = new ResumeWorld();
    await world.take('01');
    world.repo.git('tag', 'main');
    assert.deepEqual(await world.told(), ['record 01-step', ...clean, 'at 02']);
  });

  it('D17, runr.md 14 case 18: looking changes nothing, byte for byte', async () => {
    const world = new ResumeWorld();
    await world.take('01');
    world.repo.write({ a: 'changed\n', 'new file': 'x\n', 'p/package-lock.json': '{}' }).git('add', 'a');
    // An index that is out of date is what git likes to write anew.
    utimesSync(join(world.repo.top, 'plans/steps/01-step.md'), new Date(), new Date());
    const everything = () => [...filesOnDisk(world.repo.top), ...filesOnDisk(join(world.repo.top, '.git'))];
    const before = everything();
    await world.preview();
    assert.deepEqual(everything(), before);
  });

  it('D6, runr.md 14 case 16: squash, branch deleted, collected: the checkpoint keeps its commit', async () => {
    const world = new ResumeWorld();
    world.repo.git('switch', '--quiet', '--create', 'topic');
    world.repo.write({ b: 'b\n' }).commit('Add b').write({ c: 'c\n' }).commit('Add c');
    await world.take('01');
    world.repo.git('switch', '--quiet', 'main');
    world.repo.git('merge', '--quiet', '--squash', 'topic');
    world.repo.commit('Add b and c').git('branch', '-D', 'topic');
    world.repo.git('reflog', 'expire', '--expire=now', '--all');
    world.repo.git('gc', '--quiet', '--prune=now');
    assert.deepEqual(await world.told(), [
      'record 01-step',
      'history_rewritten: The commits were squashed: HEAD has everything they changed.',
      'branch_changed: The checkpoint was taken on topic; this is main.',
      ...clean,
      'at 02',
    ]);
  });

  it('runr.md 14 case 16: ref deleted and collected: told as gone, and nothing begins again', async () => {
    const world = new ResumeWorld();
    world.repo.write({ b: 'b\n' });
    const { git } = await world.take('01');
    world.repo.git('update-ref', '-d', git?.ref ?? '').concat();
    world.repo.git('gc', '--quiet', '--prune=now');
    const told = await world.told();
    assert.deepEqual(told.slice(0, 2), [
      'none -',
      'object_missing: The commit is not in the repository: after step 01.',
    ]);
    assert.equal(told.at(-1), 'at 02');
  });

  it('D5, runr.md 14 case 19: git clean -fdx takes nothing', async () => {
    const world = new ResumeWorld();
    await world.take('01');
    world.repo.git('clean', '-fdxq');
    assert.equal((await world.told()).at(0), 'record 01-step');
  });

  it('D3, runr.md 14 case 18: a worktree removed and made again has its checkpoints', async () => {
    const first = new ResumeWorld();
    const tree = join(newFolder(), 'tree');
    first.repo.git('worktree', 'add', '--quiet', '-b', 'topic', tree);
    const world = new ResumeWorld(emptyRepoAt(tree));
    await world.take('01');
    first.repo.git('worktree', 'remove', '--force', tree);
    first.repo.git('worktree', 'add', '--quiet', tree, 'topic');
    assert.equal((await world.told()).at(0), 'record 01-step');
  });

  it('runr.md 14 case 18: a run whose worktree was removed', async () => {
    const world = new ResumeWorld();
    const gone = join(newFolder(), 'gone');
    const other = run('01');
    const header = { ...other.header, folder: gone };
    world.runs = [left({ ...other, header })];
    assert.ok((await world.told()).includes(`worktree_missing: Not there any more: ${gone}.`));
    world.runs = [left({ ...ended('01', 'fix_budget_spent'), header })];
    assert.equal((await world.told()).join().includes('worktree_missing'), false, 'it cannot go on anyway');
  });

  it('records lost, refs alive: rebuilt from the refs', async () => {
    const world = new ResumeWorld();
    await world.take('01');
    rmSync(world.store.dataFolder, { recursive: true });
    assert.equal((await world.told()).at(0), 'hidden_ref 01-step');
  });

  it('a fresh clone has trailers and marks, and asks before it takes a trailer', async () => {
    const world = new ResumeWorld();
    await world.take('01');
    world.repo
      .write({ b: 'b\n' })
      .commit('Step\n\nWhy.\n\nStage-Runner-Run: r01\nStage-Runner-Step: 01-step');
    const clone = newFolder();
    world.repo.git('clone', '--quiet', world.repo.top, clone);
    const cloned = new ResumeWorld(emptyRepoAt(clone));
    const { selection, at } = await cloned.preview();
    assert.deepEqual(
      [selection.source, selection.needsConfirmation?.step, at?.step.number],
      ['none', '01-step', '01'],
    );
    cloned.more = { confirmed: [selection.needsConfirmation?.id ?? ''] };
    assert.equal((await cloned.told()).at(-1), 'at 02');
  });

  it('D8, runr.md 14 case 11: a commit that quotes the words says nothing', async () => {
    const world = new ResumeWorld();
    world.repo.commit(
      'Read checkpoints\n\nchore(agent): checkpoint milestone 2\n\nStage-Runner-Step: 01-step\nis how.',
    );
    const { selection } = await world.preview();
    assert.deepEqual(selection.candidates, []);
  });

  it('what a restore took back does not count, and is to be run again', async () => {
    const world = new ResumeWorld();
    const before = await world.take('01', { kind: 'before_batch' });
    await world.take('01');
    const restore = { schema_version: 1, id: 'x', by: 'Ada', worktree: world.repo.top };
    const checkpoint = { id: before.record_id, at: before.created_at, name: before.name };
    const safety = { id: 's', at: '2026-01-01T00:05:00.000Z' };
    const entries = [
      { ...restore, type: 'restore_started', at: '2026-01-01T00:05:00.000Z', checkpoint, safety },
      { ...restore, type: 'restore_ended', at: '2026-01-01T00:06:00.000Z', outcome: 'restored', files: 1 },
    ];
    assert.equal((await world.told()).at(-1), 'at 02');
    world.store.writeData('restores.jsonl', entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    const { selection, at } = await world.preview();
    assert.deepEqual([selection.source, at?.step.number], ['none', '01']);
    assert.deepEqual(
      selection.candidates.map(({ why }) => why),
      ['rolled_back', 'not_completed'],
    );
  });

  it('D9, D10: lockfiles anywhere, untracked ones too, against the last checkpoint', async () => {
    const world = new ResumeWorld();
    world.repo.write({ 'package-lock.json': '1', 'src/pkg/yarn.lock': '1', 'go.sum': '1' }).commit('Locks');
    world.repo.write({ 'package-lock.json': '2' });
    await world.take('01');
    assert.equal(
      (await world.told()).some((line) => line.startsWith('lockfile_changed')),
      false,
    );
    world.repo.write({ 'src/pkg/yarn.lock': '2', 'new dir/Cargo.lock': '1' }).remove('go.sum');
    const told = await world.told();
    assert.deepEqual(told.slice(told.findIndex((line) => line.startsWith('lockfile_changed'))).slice(0, 4), [
      'lockfile_changed: Changed since the last checkpoint: 3.',
      '  go.sum',
      '  new dir/Cargo.lock',
      '  src/pkg/yarn.lock',
    ]);
  });

  it('compares with the checkpoint before a step where there is none after one', async () => {
    const world = new ResumeWorld();
    world.repo.write({ 'go.sum': '1' });
    await world.take('01', { kind: 'before_batch' });
    world.repo.write({ 'go.sum': '2' }).commit('Sum');
    const preview = await world.preview();
    assert.deepEqual(
      preview.drifts.map((drift) => drift.class),
      ['lockfile_changed', 'head_moved_forward'],
    );
    assert.match(previewText(preview), /^- None was found.*\n- Compared with: before step 01, /m);
  });

  it('a plan file that was edited since', async () => {
    const world = new ResumeWorld();
    await world.take('01');
    world.repo.write({ 'plans/steps/01-step.md': 'Two\n' });
    assert.ok(
      (await world.told()).includes('plan_edited: Edited after the step was finished: after step 01.'),
    );
  });

  it('an environment that is another', async () => {
    const world = new ResumeWorld();
    await world.take('01');
    world.more = { env: { 'stage-runner': '2.0.0' } };
    assert.ok((await world.told()).includes('env_changed: stage-runner was 0.0.1 and is 2.0.0.'));
  });

  describe('D13, runr.md 14 case 24: without git it is told, never thrown', () => {
    const failing: readonly (readonly [string, GitCommand, RegExp])[] = [
      ['git is missing', said('not_started', 'spawn git ENOENT'), /^git was not found\. Install git/],
      [
        'safe.directory',
        said(128, "fatal: detected dubious ownership in repository at '/x'"),
        /does not trust/,
      ],
      ['it takes too long', said('aborted', ''), /was given up/],
    ];
    for (const [name, git, expected] of failing)
      it(name, async () => {
        const world = new ResumeWorld();
        const { problems, at } = await world.preview(git);
        assert.match(problems.join(), expected);
        assert.equal(at?.step.number, '01');
      });

    it('no repository', async () => {
      const world = new ResumeWorld();
      world.more = { folder: newFolder() };
      assert.match((await world.preview()).problems.join(), /is not in a git repository/);
    });

    it('git fails in the middle', async () => {
      const world = new ResumeWorld();
      const git: GitCommand = (request) =>
        request.args[0] === 'status' ? said(128, 'fatal: index file corrupt')(request) : gitCommand(request);
      const { problems, drifts } = await world.preview(git);
      assert.match(problems.join(), /index file corrupt/);
      assert.deepEqual(drifts, []);
    });
  });

  it('Runr beside the plan is offered and never taken by itself (D7)', async () => {
    const world = new ResumeWorld();
    const sha = world.repo.git('rev-parse', 'HEAD');
    const of = join(world.repo.top, '.runr/checkpoints');
    mkdirSync(of, { recursive: true });
    const fields = { schema_version: 1, sha, run_id: '20260104035601', milestone_index: 1 };
    const whole = { ...fields, milestone_title: 'Step 02', created_at: '' };
    writeFileSync(join(of, `${sha}.json`), JSON.stringify(whole));
    renameSync(join(of, `${sha}.json`), join(of, `${sha}.json.tmp`));
    writeFileSync(join(of, 'index.json'), JSON.stringify(whole));
    assert.equal((await world.preview()).selection.needsConfirmation, undefined, 'runr.md 14 case 7');
    renameSync(join(of, `${sha}.json.tmp`), join(of, `${sha}.json`));
    const { selection, at } = await world.preview();
    assert.deepEqual([selection.needsConfirmation?.step, at?.step.number], ['02-step', '01']);
    assert.match(previewText(await world.preview()), /Not counted until you confirm it: Step 02/);
  });

  it('of a whole stage that goes on, what its steps left is no edit of a person', async () => {
    const world = new ResumeWorld();
    await world.take('01');
    const at = new Date().toISOString();
    world.repo.write({ 'left.ts': 'x\n' });
    const stopped = stageRun('', { phase: 'stopped', lastAt: new Date().toISOString() }, at);
    const told = async (): Promise<string | undefined> =>
      (await world.told()).find((line) => line.startsWith('dirty_tree'));
    assert.equal(await told(), 'dirty_tree: Uncommitted: 1 of your own.');
    world.more = { stageRun: stopped };
    assert.equal(await told(), 'dirty_tree: Uncommitted: 1 left by the stopped run.');
  });

  it('a run that a person stopped goes on', async () => {
    const world = new ResumeWorld();
    await world.take('01');
    world.runs = [world.ran(ended('02', 'user_stopped'))];
    const { at } = await world.preview();
    assert.deepEqual([at?.step.number, at?.step.state, at?.action], ['02', 'halted', 'resume']);
  });
});

/** A repository that is already there. */
function emptyRepoAt(top: string) {
  return emptyRepo(top);
}

function said(code: number | 'not_started' | 'aborted', stderr: string): GitCommand {
  return () => Promise.resolve({ code, stdout: Buffer.alloc(0), stderr });
}
