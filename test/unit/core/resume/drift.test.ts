import assert from 'node:assert/strict';
import type { SeenCheckpoint } from '../../../../src/core/checkpoints/checkpoint';
import type { Plan } from '../../../../src/core/plan';
import { type Candidate, planCandidates, recordCandidates } from '../../../../src/core/resume/candidates';
import { commitCandidates } from '../../../../src/core/resume/commits';
import { type DriftInput, drifts } from '../../../../src/core/resume/drift';
import { type DriftClass, DRIFTS } from '../../../../src/core/resume/driftWords';
import { type DirtyPath, type GitFacts, isLockfile, splitDirty } from '../../../../src/core/resume/facts';
import { position } from '../../../../src/core/resume/preview';
import type { SeenRun } from '../../../../src/core/status';
import { left, plan, run, step } from '../mapValues';
import { after, scopeOf, SHA, threeSteps, viewOf } from './finds';

interface Case {
  readonly plan?: Plan;
  readonly runs?: readonly SeenRun[];
  readonly checkpoints?: readonly SeenCheckpoint[];
  readonly more?: readonly Candidate[];
  readonly git?: Partial<GitFacts>;
  readonly found?: Partial<DriftInput>;
}

function found({ plan: of = threeSteps(), runs = [], checkpoints = [], more = [], git, found: rest }: Case) {
  const candidates = [...recordCandidates(checkpoints, scopeOf(of)), ...more, ...planCandidates(of)];
  const { selection, standings } = position(viewOf(of, runs), candidates, []);
  return drifts({
    plan: of,
    selection,
    standings,
    hashes: new Map(),
    goneWorktrees: [],
    env: [],
    ...(selection.chosen?.record && { baseline: selection.chosen.record }),
    git: { branch: 'main', dirty: [], lockfiles: [], ...git },
    ...rest,
  });
}

const told = (of: Case) => found(of).map((one) => `${one.class} (${one.action}): ${one.details}`);
const calm = (...numbers: string[]) => ({
  plan: plan(['01', '02', '03'].map((n) => step(n, numbers.includes(n) ? 'complete' : 'pending'))),
  checkpoints: numbers.map((n) => after(n)),
});
const placed = (number: string, index: number, steps = 3) =>
  after(number, {
    step: { key: `${number}-step`, number, title: `Step ${number}`, index },
    plan: { id: threeSteps().id, format: 'coyote', root: '/w/plans', title: 'F', step_count: steps },
  });
const hashed = (number: string, content_hash: string) =>
  after(number, {
    step: { key: `${number}-step`, number, title: `Step ${number}`, index: Number(number) - 1, content_hash },
  });
const legacy = { sha: SHA, at: '2026-01-01T00:00:00Z', message: 'chore(agent): checkpoint milestone 5' };
const renamed = { key: 'old', number: '01', title: 'Step 01', index: 0 };
const gone = { key: 'old', number: '01', title: 'Old', index: 0 };

const CASES: readonly (readonly [string, Case, readonly string[]])[] = [
  ['nothing', calm('01'), []],
  [
    'state_behind: a run that stopped after its checkpoint',
    { checkpoints: [after('01')], runs: [left(run('01'))] },
    ['state_behind (note): Finished by the checkpoint, and not yet noted: 01 Step 01.'],
  ],
  [
    'state_ahead: runr.md 14 case 14',
    { ...calm('01', '02'), checkpoints: [after('01')] },
    ['state_ahead (warn): Marked complete beyond the last checkpoint: 02 Step 02.'],
  ],
  [
    'plan_edited',
    { ...calm('01'), checkpoints: [hashed('01', 'x')], found: { hashes: new Map([['01-step', 'y']]) } },
    ['plan_edited (ask): Edited after the step was finished: after step 01.'],
  ],
  [
    'not plan_edited: the same text, or one that was not read',
    {
      ...calm('01', '02'),
      checkpoints: [hashed('01', 'x'), hashed('02', 'x')],
      found: { hashes: new Map([['01-step', 'x']]) },
    },
    [],
  ],
  [
    'plan_reordered: D16',
    { ...calm('01', '02'), checkpoints: [placed('01', 1), placed('02', 0)] },
    ['plan_reordered (note): The finished steps stand in another order now.'],
  ],
  [
    'step_removed',
    { checkpoints: [after('01', { step: gone })] },
    ['step_removed (ask): Finished, and not in the plan under that name any more: after step 01.'],
  ],
  [
    'step_removed: only the title is left',
    { checkpoints: [after('01', { step: renamed })] },
    ['step_removed (ask): Finished, and not in the plan under that name any more: after step 01.'],
  ],
  [
    'step_inserted: before the last checkpoint',
    { ...calm('02'), checkpoints: [placed('02', 0, 2)] },
    ['step_inserted (ask): New before the last checkpoint: 01 Step 01.'],
  ],
  [
    'index_out_of_range: ours asks',
    { checkpoints: [after('01', { step: { ...gone, index: 7 } })] },
    ['index_out_of_range (ask): Past the end of a plan of 3 steps, or no place at all: after step 01.'],
  ],
  [
    "index_out_of_range: D7, another tool's is only told",
    { more: commitCandidates([legacy], scopeOf(threeSteps())) },
    [`index_out_of_range (note): Past the end of a plan of 3 steps, or no place at all: ${SHA}.`],
  ],
  [
    'head_moved_forward',
    {
      ...calm('01'),
      git: {
        history: { kind: 'forward', commits: 2, subjects: ['Add b', 'Add a'], shortstat: '2 files changed' },
      },
    },
    ['head_moved_forward (note): 2 commits (2 files changed), the latest: Add b.'],
  ],
  [
    'history_rewritten: rebased',
    { ...calm('01'), git: { history: { kind: 'rewritten', how: 'rebased', commits: 1, found: 1 } } },
    ['history_rewritten (warn): The commits were rebased: every change is in HEAD again.'],
  ],
  [
    'history_rewritten: lost',
    { ...calm('01'), git: { history: { kind: 'rewritten', how: 'lost', commits: 3, found: 1 } } },
    [
      'history_rewritten (ask): Not everything that the checkpoint had is in HEAD: 1 of 3 commits were found again.',
    ],
  ],
  [
    'object_missing: D6',
    { ...calm('01'), checkpoints: [after('01', {}, { exists: false })] },
    ['object_missing (warn): The commit is not in the repository: after step 01.'],
  ],
  [
    'branch_changed',
    { ...calm('01'), git: { branch: 'topic' } },
    ['branch_changed (ask): The checkpoint was taken on main; this is topic.'],
  ],
  [
    'worktree_missing: runr.md 14 case 18',
    { found: { goneWorktrees: ['/w-2'] } },
    ['worktree_missing (ask): Not there any more: /w-2.'],
  ],
  [
    'dirty_tree: D14',
    {
      git: {
        dirty: [
          { path: 'a', what: 'untracked', asBefore: false, modified: Date.UTC(2026, 0, 1, 10, 5) },
          { path: 'b', what: 'changed', asBefore: false, modified: Date.UTC(2026, 0, 1, 10, 30) },
        ],
      },
      found: { attempt: { startedAt: '2026-01-01T10:00:00.000Z', lastAt: '2026-01-01T10:10:00.000Z' } },
    },
    ['dirty_tree (ask): Uncommitted: 1 left by the stopped run, 1 of your own.'],
  ],
  [
    'dirty_tree: as it was before the run, so that nobody has to decide',
    { git: { dirty: [{ path: 'b', what: 'changed', asBefore: true }] } },
    ['dirty_tree (note): Uncommitted: 1 of your own.'],
  ],
  [
    'lockfile_changed: D9, D10',
    { ...calm('01'), git: { lockfiles: [{ path: 'src/pkg/package-lock.json', what: 'changed' }] } },
    ['lockfile_changed (note): Changed since the last checkpoint: 1.'],
  ],
  [
    'env_changed',
    {
      found: {
        env: [
          { name: 'agent', before: 'a', now: 'b' },
          { name: 'stage-runner', before: '1', now: '1' },
        ],
      },
    },
    ['env_changed (note): agent was a and is b.'],
  ],
];

describe('drift', () => {
  for (const [name, of, expected] of CASES) it(name, () => assert.deepEqual(told(of), expected));

  it('every class is detected by a case above', () => {
    const seen = new Set(CASES.flatMap(([, of]) => found(of).map((one) => one.class)));
    assert.deepEqual(
      Object.keys(DRIFTS).filter((name) => !seen.has(name as DriftClass)),
      [],
    );
  });

  it('is found without git as far as it can be', () => {
    const one = found({
      checkpoints: [after('01')],
      runs: [left(run('01'))],
      found: { git: undefined } as object,
    });
    assert.deepEqual(
      one.map((drift) => drift.class),
      ['state_behind'],
    );
  });
});

describe('lockfiles', () => {
  it('D10: are known by their name anywhere', () => {
    const paths =
      'package-lock.json src/pkg/package-lock.json a/b/Cargo.lock pylock.dev.toml bun.lockb go.sum pdm.lock';
    for (const path of paths.split(' ')) assert.equal(isLockfile(path), true, path);
    for (const path of [
      'package.json',
      'my-package-lock.json',
      'lock',
      'yarn.lock.txt',
      'Cargo.lock/x',
      'pylock.toml.md',
    ])
      assert.equal(isLockfile(path), false, path);
  });
});

describe('D14: what a stopped run left, and what a person changed', () => {
  const attempt = { startedAt: '2026-01-01T10:00:00.000Z', lastAt: '2026-01-01T10:10:00.000Z' };
  const at = (minute: number) => Date.UTC(2026, 0, 1, 10, minute);
  const dirty = (more: Partial<DirtyPath>): DirtyPath => ({ path: 'x', what: 'changed', ...more });

  for (const [name, path, of] of [
    [
      'changed since the run began, while it was at work',
      dirty({ asBefore: false, modified: at(5) }),
      'attempt',
    ],
    ['written while it was at work, no checkpoint to compare with', dirty({ modified: at(5) }), 'attempt'],
    ['as it was before the run', dirty({ asBefore: true, modified: at(5) }), 'person'],
    ['changed after the run had stopped', dirty({ asBefore: false, modified: at(30) }), 'person'],
    ['older than the run', dirty({ modified: at(-30) }), 'person'],
    ['deleted since the run began', dirty({ what: 'deleted', asBefore: false }), 'attempt'],
    ['deleted, nobody knows when', dirty({ what: 'deleted' }), 'person'],
  ] as const) {
    it(`${name}: the ${of}'s`, () => {
      const { leftovers } = splitDirty([path], attempt);
      assert.equal(leftovers.length === 1 ? 'attempt' : 'person', of);
    });
  }

  it('without a stopped run everything is the person’s', () => {
    assert.deepEqual(splitDirty([dirty({ asBefore: false, modified: at(5) })], undefined).edits, ['x']);
  });
});
