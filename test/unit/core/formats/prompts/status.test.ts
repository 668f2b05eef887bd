import assert from 'node:assert/strict';
import { stepsOf } from '../../../../../src/core/plan';
import { stageMap } from '../../../../../src/core/stageMap';
import { planText, read, type Given } from './text';

const LOG = 'run-logs/stage/PROMPT_02.md';
const FOLDER = { 'PROMPT_01_s.txt': 'Set-up', 'PROMPT_02.txt': 'Two', 'PROMPT_03.txt': 'Three' };

/** The line of the second prompt, and its status on the map. */
function second(log: string | undefined, commits: Given['commits'], root?: string): string {
  const files = log === undefined ? FOLDER : { ...FOLDER, [LOG]: log };
  const plan = read(files, { ...(commits !== undefined && { commits }), ...(root && { root }) });
  const [view] = stageMap({ plans: [plan], runs: [], statusLog: [] }).plans;
  const status = view?.steps.find(({ step }) => step.key === 'PROMPT_02');
  const line = planText(plan).find((text) => text.startsWith('PROMPT_02 ')) ?? '';
  return `${line.replace('PROMPT_02 Two: ', '')} -> ${status?.status ?? ''}, ${status?.decidedBy.by ?? ''} says ${status?.decidedBy.says ?? ''}`;
}

const OK = '# PROMPT_02 run log\n- status: `success`\n';
const FAILED = '- status: `failed`\n';
const STRICT = '[PROMPT_02] Do it';
const LOOSE = 'Added artifacts by PROMPT_02.txt';
const EDIT = '[UPDATE PROMPT_02] Say it better';

describe('prompts: where a prompt stands, by commits and its run log', () => {
  const cases: readonly (readonly [string, string | undefined, readonly string[] | undefined, string])[] = [
    [
      'both say so',
      OK,
      [STRICT],
      'complete (commit 00ccccc, run log success), by run log -> done, log says status: success',
    ],
    [
      'a commit, and nothing speaks against it',
      undefined,
      [STRICT],
      'complete (commit 00ccccc), by commit -> done, commit says [PROMPT_02] Do it',
    ],
    [
      'a commit, and a log without a status',
      '# Notes',
      [STRICT],
      'complete (commit 00ccccc), by commit -> done, commit says [PROMPT_02] Do it',
    ],
    [
      'a commit, but the run failed: unresolved',
      FAILED,
      [STRICT],
      'complete (commit 00ccccc, run log failed), but its run log says failed -> contradiction, plan says status: commit 00ccccc, run log failed',
    ],
    [
      'a success that no commit names: unresolved',
      OK,
      [EDIT],
      'complete (run log success), but no commit names it -> contradiction, plan says status: run log success',
    ],
    [
      'a success, and git was not asked',
      OK,
      undefined,
      'complete (run log success), by run log -> done, log says status: success',
    ],
    [
      'a success, and git has no commit',
      OK,
      [],
      'complete (run log success), by run log -> done, log says status: success',
    ],
    [
      'a success and a loose match',
      OK,
      [LOOSE],
      'complete (commit 00ccccc, run log success), by run log -> done, log says status: success',
    ],
    [
      'a loose match alone: nobody can tell',
      undefined,
      [LOOSE],
      'in-progress (commit 00ccccc, a loose match) -> unknown, plan says status: commit 00ccccc, a loose match',
    ],
    [
      'a failure',
      FAILED,
      [],
      'in-progress (run log failed), stop agent_failed -> failed, plan says status: run log failed',
    ],
    [
      'a timeout',
      '- status: timed_out',
      [],
      'in-progress (run log timed_out), stop agent_timeout -> failed, plan says status: run log timed_out',
    ],
    [
      'a template that is none',
      '- status: `template_error`',
      [],
      'in-progress (run log template_error), stop script_failed -> failed, plan says status: run log template_error',
    ],
    [
      'a log without a status: there was a run',
      '# Notes',
      [],
      'in-progress (run log without a known status) -> unknown, plan says status: run log without a known status',
    ],
    [
      'a log with a word of its own',
      '- status: fine',
      [],
      'in-progress (run log without a known status) -> unknown, plan says status: run log without a known status',
    ],
    [
      'a batch that was taken back',
      '- status: `rolled_back`',
      [],
      'pending (its batch was rolled back) -> ready, plan says status: its batch was rolled back',
    ],
    [
      'a batch that was taken back, and a commit since',
      '- status: `rolled_back`',
      [STRICT],
      'complete (commit 00ccccc), by commit -> done, commit says [PROMPT_02] Do it',
    ],
    [
      'a word that objects have',
      '- status: constructor',
      [],
      'in-progress (run log without a known status) -> unknown, plan says status: run log without a known status',
    ],
    [
      'a status in code, which is none',
      '```\n- status: `success`\n```',
      [],
      'in-progress (run log without a known status) -> unknown, plan says status: run log without a known status',
    ],
    [
      'written and edited is not executed',
      undefined,
      [EDIT, '[NEW PROMPT_02]', '[PROMPT_02 extra]', '[PROMPT_02 PRE-FLIGHT]'],
      'pending (no trace of a run) -> ready, plan says status: no trace of a run',
    ],
    [
      'taken back',
      undefined,
      [`Revert "${STRICT}"`, STRICT],
      'pending (its commit was reverted) -> ready, plan says status: its commit was reverted',
    ],
    [
      'taken back, and the log still says success',
      OK,
      [`Revert "${STRICT}"`, STRICT],
      'complete (run log success), but its commit was reverted -> contradiction, plan says status: run log success',
    ],
    [
      'taken back and done again',
      undefined,
      [STRICT, `Revert "${STRICT}"`, STRICT],
      'complete (commit 00ccccc), by commit -> done, commit says [PROMPT_02] Do it',
    ],
    ['nothing', undefined, [], 'pending (no trace of a run) -> ready, plan says status: no trace of a run'],
  ];
  for (const [name, log, commits, expected] of cases) {
    it(name, () => {
      assert.equal(second(log, commits), expected);
    });
  }

  it('in a folder deeper down every commit is a loose match: its numbers may mean another folder', () => {
    const expected =
      'in-progress (commit 00ccccc, a loose match) -> unknown, plan says status: commit 00ccccc, a loose match';
    assert.equal(second(undefined, [STRICT], '/w/packages/app/.prompts'), expected);
  });
});

describe('prompts: commits that were not read', () => {
  const why = 'the folder is in no git repository';

  it('leave a prompt without a log unknown, and one with a log to its log', () => {
    assert.equal(
      second(undefined, why),
      'pending (no run log, and commits were not read) -> unknown, plan says no run log, and commits were not read',
    );
    assert.equal(second(undefined, undefined), second(undefined, why));
    assert.equal(second(OK, why), 'complete (run log success), by run log -> done, log says status: success');
    assert.equal(second(FAILED, why), second(FAILED, []));
  });

  it('are a hint on the plan, and what is next is still the first one', () => {
    const plan = read(FOLDER, { commits: why });
    const [view] = stageMap({ plans: [plan], runs: [], statusLog: [] }).plans;
    assert.deepEqual([view?.next?.step.key, view?.next?.status], ['PROMPT_01_s', 'unknown']);
    assert.deepEqual(
      plan.hints?.map(({ text }) => text),
      ['Commits were not read: the folder is in no git repository. Statuses rest on run logs alone.'],
    );
    assert.deepEqual(read(FOLDER, { commits: [] }).hints, []);
  });
});

describe('prompts: set-up for the agent', () => {
  const marks = (files: Readonly<Record<string, string>>, commits: readonly string[] = []): string[] =>
    stepsOf(read(files, { commits })).map(
      ({ key, mark, uncounted }) => `${key.slice(7)} ${mark}${uncounted ? ', not counted' : ''}`,
    );

  it('comes first while nothing was run', () => {
    const plan = read(FOLDER, { commits: [] });
    assert.equal(
      stageMap({ plans: [plan], runs: [], statusLog: [] }).plans[0]?.next?.step.key,
      'PROMPT_01_s',
    );
    assert.deepEqual(marks(FOLDER), ['01_s pending', '02 pending', '03 pending']);
  });

  it('is no work that is left once a later prompt was run', () => {
    const files = { ...FOLDER, 'PROMPT_04_s.txt': 'More set-up' };
    assert.deepEqual(marks(files, ['[PROMPT_03] Three']), [
      '01_s unrecognised, not counted',
      '02 pending',
      '03 complete',
      '04_s pending',
    ]);
    const plan = read({ ...files, 'PROMPT_05_t.txt': 'Template' }, { commits: ['[PROMPT_03] Three'] });
    const [view] = stageMap({ plans: [plan], runs: [], statusLog: [] }).plans;
    assert.deepEqual([view?.done, view?.total, view?.next?.step.key], [1, 3, 'PROMPT_02']);
  });

  it('is complete where a commit or a log of its own says so', () => {
    const log = { 'run-logs/stage1/PROMPT_01_s.md': OK };
    assert.deepEqual(marks({ ...FOLDER, ...log })[0], '01_s complete');
    assert.deepEqual(marks(FOLDER, ['[PROMPT_01] Set up'])[0], '01_s complete');
    assert.deepEqual(marks(FOLDER, ['Added artifacts by PROMPT_01_s.txt'])[0], '01_s in-progress');
  });

  it('is not what a commit means where a task has the number', () => {
    const both = { 'PROMPT_01_s.txt': '', 'PROMPT_01.txt': '', 'PROMPT_02.txt': '' };
    assert.deepEqual(marks(both, ['[PROMPT_01] One']).slice(0, 2), ['01 complete', '01_s pending']);
    assert.deepEqual(marks(both, ['Added artifacts by PROMPT_01_s.txt']).slice(0, 2), [
      '01 pending',
      '01_s in-progress',
    ]);
  });
});
