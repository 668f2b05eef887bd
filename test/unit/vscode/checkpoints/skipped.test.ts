import assert from 'node:assert/strict';
import type { CheckpointMark } from '../../../../src/core/runCheckpoints';
import { stageMap } from '../../../../src/core/stageMap';
import type { SeenRun } from '../../../../src/core/status';
import { runWithoutCheckpoint, skippedCheckpoints } from '../../../../src/vscode/checkpoints/skipped';
import { checkpointBefore, checkpointLines } from '../../../../src/vscode/stepCheckpoint';
import { driven, ended, left, plan, run, step } from '../../core/mapValues';
import { english } from '../english';

const at = '2026-01-01T10:00:00.000Z';
const facts = { name: 'before step 01', sha: 's', tree: 't', worktree: '/w', filesChanged: 0 };
const taken: CheckpointMark = { state: 'taken', kind: 'before_batch', at, id: 'c1', leftOut: 2, ...facts };
const begun: CheckpointMark = { state: 'begun', kind: 'before_batch', at, id: 'c1' };

function skip(code: string, kind: CheckpointMark['kind'] = 'before_batch'): CheckpointMark {
  return { state: 'skipped', kind, at, code, detail: `It was ${code}.`, wayOut: 'Mend it.' };
}

function mapOf(...runs: readonly SeenRun[]) {
  return stageMap({ plans: [plan([step('01', 'pending'), step('02', 'pending')])], runs, statusLog: [] });
}

describe('checkpoints that runs do not have', () => {
  const cases: readonly (readonly [string, readonly CheckpointMark[], string])[] = [
    ['none is missing where one was taken or is being taken', [taken, begun], ''],
    ['none is missing where a person turned them off', [skip('off')], ''],
    ['one that was skipped, with the reason', [skip('timeout')], 'before step 01: It was timeout.'],
    ['one after the step', [taken, skip('locked', 'after_step')], 'after step 01: It was locked.'],
    ['one while they are paused', [skip('paused')], 'before step 01: It was paused. paused'],
  ];
  for (const [name, checkpoints, expected] of cases)
    it(name, () => {
      const map = mapOf(driven(run('01', { checkpoints })));
      const told = skippedCheckpoints(map, english).map(
        (one) => `${one.name}: ${one.why}${one.paused ? ' paused' : ''}`,
      );
      assert.equal(told.join(), expected);
    });

  const live: readonly (readonly [string, SeenRun, boolean])[] = [
    ['of a run under way', driven(run('01', { checkpoints: [skip('timeout')] })), true],
    ['of a run that is over', left(ended('01', 'complete', { checkpoints: [skip('timeout')] })), false],
    ['of a run that is interrupted', left(run('01', { checkpoints: [skip('timeout')] })), false],
    ['after a step', driven(run('01', { checkpoints: [taken, skip('timeout', 'after_step')] })), false],
  ];
  for (const [name, one, warned] of live)
    it(`${warned ? 'are warned of' : 'are not warned of'}: ${name}`, () => {
      const map = mapOf(one);
      assert.equal(runWithoutCheckpoint(map, skippedCheckpoints(map, english)) !== undefined, warned);
    });
});

describe('the checkpoints of a step', () => {
  const cases: readonly (readonly [
    string,
    readonly CheckpointMark[],
    string | undefined,
    readonly string[],
  ])[] = [
    ['none', [], undefined, []],
    ['being taken', [begun], undefined, []],
    ['taken', [taken], 'c1', ['Checkpoint: before step 01, 2026-01-01 10:00 UTC, 2 left out']],
    ['skipped', [skip('timeout')], undefined, ['No checkpoint: It was timeout.']],
    ['turned off', [skip('off')], undefined, []],
  ];
  for (const [name, checkpoints, before, lines] of cases)
    it(name, () => {
      const view = { lastRun: run('01', { checkpoints }) };
      assert.equal(checkpointBefore(view), before);
      assert.deepEqual(checkpointLines(view, english), lines);
    });
});
