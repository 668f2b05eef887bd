import assert from 'node:assert/strict';
import type { LeftOut, PathChange } from '../../../../../../src/core/checkpoints/checkpoint';
import { strayAfter, strayStop } from '../../../../../../src/core/formats/prompts/run/stray';
import { stopReason } from '../../../../../../src/core/stops';

const paths = (...all: readonly string[]): PathChange[] => all.map((path) => ({ path, what: 'added' }));
const leftOut = (path: string): LeftOut => ({ path, reason: 'too_large' });

describe('prompts: stray changes after a rollback', () => {
  const cases: readonly (readonly [
    name: string,
    changes: readonly PathChange[],
    leftOut: readonly LeftOut[],
    ours: readonly string[],
    expected: string,
  ])[] = [
    ['are none where nothing differs', [], [], [], ''],
    ['are what differs', paths('a', 'b/c'), [], [], 'a b/c'],
    [
      'are not what the checkpoint does not hold',
      paths('big', 'nested/x/y', 'nest'),
      [leftOut('big'), leftOut('nested/')],
      [],
      'nest',
    ],
    [
      'are not what we wrote',
      paths('.prompts/run-logs/stage2/P.md', '.prompts/P'),
      [],
      ['.prompts/run-logs/stage2/P.md'],
      '.prompts/P',
    ],
    [
      'are a file whose name begins like one of those',
      paths('bigger', 'big.txt'),
      [leftOut('big')],
      [],
      'bigger big.txt',
    ],
  ];
  for (const [name, changes, left, ours, expected] of cases)
    it(name, () => {
      const stray = strayAfter({ changes, leftOut: left, ours });
      assert.equal(stray.map(({ path }) => path).join(' '), expected);
    });

  it('are a stop that names them', () => {
    assert.equal(strayStop('cp-01', []), undefined);
    const stop = strayStop('cp-01', [
      { path: 'a\n`b`', what: 'added' },
      { path: 'c', what: 'changed' },
      { path: 'd', what: 'deleted' },
      ...paths('e', 'f', 'g', 'h'),
    ]);
    assert.deepEqual(stop, {
      code: 'stray_changes',
      detail:
        'After the rollback to “cp-01” these are not as it has them: “a `b`” (not in it), “c” (changed), ' +
        '“d” (missing), “e” (not in it), “f” (not in it) and 2 more.',
    });
    assert.equal(stopReason('stray_changes').resume, 'after_fix');
  });
});
