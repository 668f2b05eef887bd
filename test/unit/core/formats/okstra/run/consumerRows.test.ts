import assert from 'node:assert/strict';
import type { OkstraStage } from '../../../../../../src/core/formats/okstra/batches';
import { readConsumers, UNREAD_CONSUMERS } from '../../../../../../src/core/formats/okstra/consumers';
import {
  doneStages,
  finishStage,
  openTasks,
  startBatch,
} from '../../../../../../src/core/formats/okstra/run/consumerRows';
import { logOf } from '../text';

const BY = { task: 'stage-runner/r1', at: '2026-06-05T01:02:03.004Z', commit: '0a1b2c3d' };

/** `1:3 2:4 3<1,2:2`: stage 3 depends on 1 and 2 and has 2 steps. */
function stagesOf(text: string): OkstraStage[] {
  return text.split(' ').map((part) => {
    const [, number, needs = '', steps] = /^(\d+)(?:<([\d,]+))?:(\d+)$/.exec(part) ?? [];
    return {
      number: Number(number),
      dependsOn: needs === '' ? [] : needs.split(',').map(Number),
      steps: Number(steps),
    };
  });
}

/** `1 started a, 1 done a`: rows with stage, status and task. */
function logFrom(text: string) {
  const rows = text === '' ? [] : text.split(', ').map((row) => row.split(' '));
  const lines = rows.map(([stage, status, task]) => ({ stage: Number(stage), status, impl_task_key: task }));
  return readConsumers({ text: logOf(...lines), modified: 0 }, 'consumers.jsonl');
}

describe('okstra: the stages that a run of ours takes', () => {
  const THREE = '1:3 2:4 3<1,2:2';
  const NONE_READY = 'no stage is ready: every remaining stage has unsatisfied depends-on';
  const cases: readonly (readonly [log: string, live: string, requested: string, expected: string])[] = [
    ['', '', 'auto', '1,2 +1,2'],
    ['1 started a, 1 done a', '', 'auto', '2 +2'],
    ['1 done a, 2 done a', '', 'auto', '3 +3'],
    ['1 done a, 2 done a, 3 done b', '', 'auto', NONE_READY],
    // What okstra itself does: stages that were only started are taken again.
    ['1 started a, 2 started a', '', 'auto', '1,2 +1,2'],
    ['1 started a', 'a', 'auto', '2 +2'],
    [
      '1 started a, 2 started a',
      'a',
      'auto',
      'stages 1, 2 are under way in another run, and no other stage is ready',
    ],
    [
      '1 started a, 2 done a',
      'a',
      'auto',
      'stage 1 is under way in another run, and no other stage is ready',
    ],
    ['1 started a, 1 started b', 'a', 'auto', '2 +2'],
    ['1 started a, 1 started b', 'c', 'auto', '1,2 +1,2'],
    ['1 started a, 1 done a', 'a', 'auto', '2 +2'],
    ['', '', '3', '3 +3'],
    ['3 started a', 'a', '3', 'stage 3 is under way in another run'],
    ['3 started a', '', '3', '3 +3'],
    ['3 done a', 'a', '3', '--stage 3 already completed (consumers.jsonl status:done exists)'],
    ['', '', 'x', "--stage must be 'auto' or an integer, got 'x'"],
    // This run was cut short: it goes on with what it took, without further rows.
    [`1 started ${BY.task}, 2 started ${BY.task}`, BY.task, 'auto', '1,2 +'],
    [`1 started ${BY.task}, 2 started ${BY.task}, 1 done ${BY.task}`, '', 'auto', '2 +'],
    ['9 started a, 9 done a', '', 'auto', '1,2 +1,2'],
  ];
  for (const [log, live, requested, expected] of cases)
    it(`${log || 'no rows'} | at work ${live || '-'} | ${requested} -> ${expected}`, () => {
      const underWay = new Set(live === '' ? [] : [live]);
      const batch = startBatch(logFrom(log), { stages: stagesOf(THREE), requested, by: BY, underWay });
      const said =
        'refused' in batch
          ? batch.refused
          : `${batch.stages.join()} +${batch.rows.map(({ stage }) => stage).join()}`;
      assert.equal(said, expected);
    });

  it('takes nothing while nobody can tell what is done', () => {
    const batch = startBatch(UNREAD_CONSUMERS, {
      stages: stagesOf(THREE),
      requested: 'auto',
      by: BY,
      underWay: new Set(),
    });
    assert.deepEqual(batch, {
      refused: 'consumers.jsonl could not be read: nobody can tell which stages are done',
    });
  });

  it('names the tasks whose runs may be at work', () => {
    assert.deepEqual(
      openTasks(logFrom('1 started a, 2 started a, 3 started b, 4 started c, 4 done c, 5 x d')),
      ['a', 'b'],
    );
  });
});

describe('okstra: the rows of a run of ours', () => {
  it('have the keys and the times of okstra, and are read back', () => {
    const batch = startBatch(logFrom(''), {
      stages: stagesOf('1:3'),
      requested: 'auto',
      by: BY,
      underWay: new Set(),
    });
    const rows = 'rows' in batch ? batch.rows : [];
    assert.deepEqual(rows, [
      {
        impl_task_key: 'stage-runner/r1',
        stage: 1,
        status: 'started',
        started_at: '2026-06-05T01:02:03.004+00:00',
        head_commit: '0a1b2c3d',
      },
    ]);
    const done = finishStage(logFrom(''), 1, 'runs/implementation/carry/stage-1.json', BY).rows;
    assert.deepEqual(done, [
      {
        impl_task_key: 'stage-runner/r1',
        stage: 1,
        status: 'done',
        completed_at: '2026-06-05T01:02:03.004+00:00',
        carry_path: 'runs/implementation/carry/stage-1.json',
        head_commit: '0a1b2c3d',
      },
    ]);
    const read = readConsumers(
      { text: logOf(...[...rows, ...done].map((row) => ({ ...row }))), modified: 0 },
      'x',
    );
    assert.deepEqual([...doneStages(read)], [1]);
    assert.deepEqual(
      read.rows.get(1)?.map(({ at, commit, task, carryPath }) => [at, commit, task, carryPath]),
      [
        ['2026-06-05T01:02:03.004Z', '0a1b2c3d', 'stage-runner/r1', undefined],
        ['2026-06-05T01:02:03.004Z', '0a1b2c3d', 'stage-runner/r1', 'runs/implementation/carry/stage-1.json'],
      ],
    );
  });

  it('are not appended twice by one run, and are by another', () => {
    assert.deepEqual(finishStage(logFrom(`1 done ${BY.task}`), 1, 'c', BY).rows, []);
    assert.equal(finishStage(logFrom('1 done other'), 1, 'c', BY).rows.length, 1);
    assert.equal(finishStage(logFrom(`1 started ${BY.task}`), 1, 'c', BY).rows.length, 1);
  });
});
