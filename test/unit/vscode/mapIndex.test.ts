import assert from 'node:assert/strict';
import { stageMap } from '../../../src/core/stageMap';
import type { PlanView } from '../../../src/core/status';
import { findStage, placeOf } from '../../../src/vscode/mapIndex';
import { plan, step } from '../core/mapValues';

function viewOf(stages: Readonly<Record<string, readonly string[]>>): PlanView {
  const all = Object.entries(stages).map(([key, numbers]) => ({
    key,
    title: key,
    steps: numbers.map((number) => step(number, 'pending')),
  }));
  const [view] = stageMap({ plans: [plan([], { stages: all })], runs: [], statusLog: [] }).plans;
  assert.ok(view);
  return view;
}

/** `stage/place` of a step, or nothing. */
function found(view: PlanView, number: string): string | undefined {
  const place = placeOf(view, `${number}-step`);
  return place && `${place.stage.key}/${place.at}`;
}

describe('the index of a map', () => {
  it('finds steps where they are now, in whichever map is asked', () => {
    const before = viewOf({ a: ['01', '02'], b: ['03'] });
    const after = viewOf({ a: ['02'], b: ['03', '01'], c: ['04'] });
    for (const [view, expected] of [
      [before, ['a/0', 'a/1', 'b/0', undefined]],
      [after, ['b/1', 'a/0', 'b/0', 'c/0']],
      [before, ['a/0', 'a/1', 'b/0', undefined]],
    ] as const)
      assert.deepEqual(
        ['01', '02', '03', '04'].map((number) => found(view, number)),
        expected,
      );
    assert.equal(findStage(after, 'c')?.steps.length, 1);
    assert.equal(findStage(before, 'c'), undefined);
  });
});
