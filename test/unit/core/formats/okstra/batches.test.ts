import assert from 'node:assert/strict';
import {
  okstraBatches,
  okstraSelection,
  type OkstraStage,
} from '../../../../../src/core/formats/okstra/batches';

/** `1:3 2:4 3<1,2:2`: stage 3 depends on 1 and 2 and has 2 steps. */
function stagesOf(text: string): OkstraStage[] {
  return text.split(' ').map((part) => {
    const [, number, needs = '', steps] = /^(\d+)(?:<([\d,]+))?:(\d+)$/.exec(part) ?? [];
    const dependsOn = needs === '' ? [] : needs.split(',').map(Number);
    return { number: Number(number), dependsOn, steps: Number(steps) };
  });
}

function doneOf(text: string): Set<number> {
  return new Set(text === '' ? [] : text.split(',').map(Number));
}

const THREE = '1:3 2:4 3<1,2:2';
const NONE_READY = 'no stage is ready: every remaining stage has unsatisfied depends-on';

describe('okstra: the stages of one run (okstra.md 3.5)', () => {
  const vectors: readonly (readonly [stages: string, done: string, requested: string, expected: string])[] = [
    [THREE, '', 'auto', '1,2'],
    [THREE, '1', 'auto', '2'],
    [THREE, '1,2', 'auto', '3'],
    [THREE, '1,2,3', 'auto', NONE_READY],
    ['1:5 2:4 3:1', '', 'auto', '1'],
    ['1:6 2:2 3:1', '', 'auto', '1,2'],
    ['1:9 2:1', '', 'auto', '1'],
    ['2:3 1:3', '', 'auto', '2,1'],
    ['1:0 2:0 3:8 4:1', '', 'auto', '1,2,3'],
    ['1:3 2<1:4', '', '2', '2'],
    ['1:3 2<1:4', '1', '1', '--stage 1 already completed (consumers.jsonl status:done exists)'],
    ['1:3', '', '1,2', "--stage must be 'auto' or an integer, got '1,2'"],
    // Beyond the table: the third refusal, and what Python's int() takes for an integer.
    ['1:3 2:1', '', '3', '--stage 3 not in Stage Map (have [1, 2])'],
    ['1:3 2:1', '', '-1', '--stage -1 not in Stage Map (have [1, 2])'],
    ['1:3', '', ' 01 ', '1'],
    ['1:3', '', '', "--stage must be 'auto' or an integer, got ''"],
    ['1<2:1 2<1:1', '', 'auto', NONE_READY],
  ];
  for (const [stages, done, requested, expected] of vectors) {
    it(`${stages} | done ${done || '-'} | ${requested} -> ${expected}`, () => {
      const selection = okstraSelection(stagesOf(stages), doneOf(done), requested);
      assert.equal('refused' in selection ? selection.refused : selection.stages.join(), expected);
    });
  }
});

describe('okstra: the runs that auto makes of a plan', () => {
  const cases: readonly (readonly [stages: string, done: string, expected: string])[] = [
    [THREE, '', '1,2 3'],
    [THREE, '1', '1 2 3'],
    [THREE, '1,2', '1,2 3'],
    [THREE, '1,2,3', '1,2 3'],
    ['1:4 2:4 3:4', '', '1,2 3'],
    ['1:4 2:4 3:4', '1', '1 2,3'],
    ['1:5 2:4 3:1', '', '1 2,3'],
    ['1:3 2<1:4', '2', '2 1'],
    ['1:1 2<3:1 3<2:1 4<2:1', '', '1'],
    ['1<1:1 2<9:1 3:1', '', '3'],
    ['1:1 2<1,1:1', '', '1 2'],
  ];
  for (const [stages, done, expected] of cases) {
    it(`${stages} | done ${done || '-'} -> ${expected}`, () => {
      const batches = okstraBatches(stagesOf(stages), doneOf(done));
      assert.equal(batches.map((batch) => batch.join()).join(' '), expected);
    });
  }

  it('begins what is left with what the next run takes', () => {
    for (const [stages, done] of cases) {
      const map = stagesOf(stages);
      const behind = doneOf(done);
      const next = okstraSelection(map, behind, 'auto');
      const ahead = okstraBatches(map, behind).find((batch) => !batch.some((number) => behind.has(number)));
      assert.deepEqual(ahead, 'stages' in next ? next.stages : undefined);
    }
  });

  it('of a long chain soon', () => {
    const chain = Array.from({ length: 1000 }, (_, at) => ({
      number: at + 1,
      dependsOn: Array.from({ length: Math.min(at, 300) }, (__, back) => at - back),
      steps: 6,
    }));
    const started = performance.now();
    assert.equal(okstraBatches(chain, new Set()).length, 1000);
    assert.ok(performance.now() - started < 1000);
  });
});
