import assert from 'node:assert/strict';
import type { CheckpointRecord, SeenCheckpoint } from '../../../../src/core/checkpoints/checkpoint';
import { damagedCandidates, planCandidates, recordCandidates } from '../../../../src/core/resume/candidates';
import { commitCandidates } from '../../../../src/core/resume/commits';
import { plan, step } from '../mapValues';
import { after, line, scopeOf, SHA, threeSteps } from './finds';

const three = threeSteps();
const noStep = (): SeenCheckpoint => {
  const seen = after('01');
  const record: { -readonly [Key in keyof CheckpointRecord]: CheckpointRecord[Key] } = { ...seen.record };
  delete record.step;
  return { ...seen, record };
};
const ofPlan = (id: string) => ({ id, format: 'coyote', root: '/w/other', title: 'Other' });
const ofStep = (key: string, index: number, title = key) => ({ key, number: '9', title, index });

describe('records as finds', () => {
  for (const [name, seen, expected] of [
    ['a finished step', after('02'), 'cp02 record 02-step counts'],
    ['a record rebuilt from its ref', after('02', {}, { rebuilt: true }), 'cp02 hidden_ref 02-step counts'],
    ['no changes are finished too', after('02', { outcome: 'no_changes' }), 'cp02 record 02-step counts'],
    ['a stopped run', after('02', { outcome: 'stopped' }), 'cp02 record 02-step not_completed'],
    ['before a step', after('02', { kind: 'before_batch' }), 'cp02 record 02-step not_completed'],
    ['no step', noStep(), 'cp01 record - missing_field'],
    ['another plan', after('02', { plan: ofPlan('coyote:/w/other') }), 'cp02 record 02-step wrong_plan'],
    ['a step that is gone', after('02', { step: ofStep('zz', 1) }), 'cp02 record - not_in_plan'],
    [
      'D16: only the title is the same',
      after('02', { step: ofStep('old', 1, 'Step 02') }),
      'cp02 record 02-step asks',
    ],
    ['runr.md 14 case 6: past the end', after('02', { step: ofStep('zz', 99) }), 'cp02 record - bad_index'],
    [
      'runr.md 14 case 4: a newer version',
      after('02', {}, { readOnly: true }),
      'cp02 record 02-step unknown_schema_newer',
    ],
    ['runr.md 14 case 16: pruned', after('02', {}, { exists: false }), 'cp02 record 02-step object_missing'],
    ['a moved ref', after('02', {}, { reject: 'ref_moved' }), 'cp02 record 02-step ref_moved'],
    ['another tool', after('02', { kind: 'imported' }), 'cp02 imported_legacy 02-step asks'],
  ] as const) {
    it(name, () => {
      assert.deepEqual(recordCandidates([seen], scopeOf(three)).map(line), [expected]);
    });
  }

  it('runr.md 14 case 3: the run of another plan is not taken', () => {
    const planOfRun = new Map([['r02', 'coyote:/w/other']]);
    const [found] = recordCandidates([after('02')], scopeOf(three, { planOfRun }));
    assert.equal(found?.why, 'wrong_run');
  });

  it('what a restore took back does not count', () => {
    const [found] = recordCandidates([after('02')], scopeOf(three, { counts: () => false }));
    assert.equal(found?.why, 'rolled_back');
  });

  it('D16: a step is known by its key when the plan is another', () => {
    const other = plan([step('00', 'pending'), step('02', 'pending')]);
    const [found] = recordCandidates([after('02')], scopeOf(other));
    assert.deepEqual([found?.step, found?.index, found?.why], ['02-step', 1, undefined]);
  });

  it('leaves out what says nothing about a step, and tells what is damaged', () => {
    const seen = [after('01', { kind: 'manual' }), after('01', { kind: 'safety' })];
    assert.deepEqual(recordCandidates(seen, scopeOf(three)), []);
    const damaged = damagedCandidates([
      { place: '/d/checkpoints/x.json', why: 'bad_json' },
      { place: 'refs/stage-runner/checkpoints/y', why: 'missing_field' },
    ]);
    assert.deepEqual(damaged.map(line), ['x.json record - bad_json', 'y hidden_ref - missing_field']);
  });

  it('the plan itself is a find for each step that it marks complete', () => {
    const marked = plan([step('01', 'complete'), step('02', 'in-progress')]);
    assert.deepEqual(planCandidates(marked).map(line), ['plan:01- plan_markers 01-step counts']);
  });
});

describe('commits as finds', () => {
  const run = 'Stage-Runner-Run: 01ABC';
  const key = 'Stage-Runner-Step: 02-step';
  const known = new Map([
    ['01ABC', three.id],
    ['01DEF', 'coyote:/w/other'],
  ]);
  const found = (message: string, planOfRun: ReadonlyMap<string, string> = known) =>
    commitCandidates([{ sha: SHA, at: '2026-01-01T00:00:00Z', message }], scopeOf(three, { planOfRun })).map(
      line,
    );

  it('count only for a run that ended with success, where its journal is there', () => {
    const commit = { sha: SHA, at: '2026-01-01T00:00:00Z', message: `Do it\n\n${run}\n${key}` };
    const scope = scopeOf(three, { planOfRun: known, unfinished: new Set(['01ABC']) });
    assert.deepEqual(commitCandidates([commit], scope).map(line), [
      'aaaaaaaa branch_commit 02-step not_completed',
    ]);
  });

  for (const [name, message, expected] of [
    ['both trailers', `Do it\n\nWhy.\n\n${run}\n${key}\n`, ['branch_commit 02-step counts']],
    [
      'among other trailers',
      `Do it\n\nSigned-off-by: A <a@b>\n${run}\n${key}`,
      ['branch_commit 02-step counts'],
    ],
    ['Windows line ends', `Do it\r\n\r\n${run}\r\n${key}\r\n`, ['branch_commit 02-step counts']],
    ['no run', `Do it\n\n${key}`, ['branch_commit 02-step missing_field']],
    ['no step', `Do it\n\n${run}`, ['branch_commit - missing_field']],
    [
      'the run of another plan',
      `Do it\n\nStage-Runner-Run: 01DEF\n${key}`,
      ['branch_commit 02-step wrong_run'],
    ],
    [
      'a run that is no id',
      `Do it\n\nStage-Runner-Run: ../x\n${key}`,
      ['branch_commit 02-step missing_field'],
    ],
    ['a step that is gone', `Do it\n\n${run}\nStage-Runner-Step: zz`, ['branch_commit - not_in_plan']],
    ['a name given twice', `Do it\n\n${run}\n${run}\n${key}`, ['branch_commit 02-step missing_field']],
    ['in the text and not at the end', `Do it\n\n${run}\n${key}\n\nThat is how.`, []],
    ['in a paragraph with other text', `Do it\n\nas in\n${run}\n${key}`, []],
    ['in the subject', `${run}\n${key}`, []],
    ['indented', `Do it\n\n  ${run}\n  ${key}`, []],
    [
      'runr.md 14 case 10: index from the subject',
      'chore(runr): checkpoint 20260104035601 milestone 1',
      ['imported_legacy 02-step asks'],
    ],
    [
      'runr.md 14 case 12: legacy counts from 1',
      'chore(agent): checkpoint milestone 3',
      ['imported_legacy 03-step asks'],
    ],
    [
      'D7: a legacy commit past the end',
      'chore(agent): checkpoint milestone 5',
      ['imported_legacy - bad_index'],
    ],
    [
      'D8, runr.md 14 case 11: only in the body',
      'Add it\n\nchore(runr): checkpoint 20260104035601 milestone 1',
      [],
    ],
    ['D8: quoted in a subject', 'Fix "chore(agent): checkpoint milestone 3"', []],
    ['more after the number', 'chore(runr): checkpoint 20260104035601 milestone 1 again', []],
  ] as const) {
    it(name, () => {
      assert.deepEqual(
        found(message),
        expected.map((text) => `aaaaaaaa ${text}`),
      );
    });
  }

  it('a run without a journal needs a word of a person', () => {
    assert.deepEqual(found(`Do it\n\n${run}\n${key}`, new Map()), ['aaaaaaaa branch_commit 02-step asks']);
  });
});
