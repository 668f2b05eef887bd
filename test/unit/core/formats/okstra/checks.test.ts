import assert from 'node:assert/strict';
import { codes, LOG, logOf, planText, problemLine, read, REPORT, reportOf, type StageParts } from './text';
import { stepsOf } from '../../../../../src/core/plan';

function planOf(...stages: StageParts[]): ReturnType<typeof read> {
  return read({ [REPORT]: reportOf(stages) });
}

/** Problems of stages as lines, each with its stage. */
function problems(...stages: StageParts[]): string[] {
  const plan = planOf(...stages);
  return stepsOf(plan).flatMap((step) =>
    step.problems.map((problem) => `${step.key}: ${problemLine(plan, problem)}`),
  );
}

describe('okstra: what is wrong with stages (okstra.md 3.4)', () => {
  it('nothing, where nothing is', () => {
    assert.deepEqual(codes(planOf({ number: 1, steps: 6 }, { number: 2, needs: '1', steps: 0 })), []);
  });

  it('a cycle, both places named', () => {
    assert.deepEqual(
      problems({ number: 1, needs: '2' }, { number: 2, needs: '1' }, { number: 3, needs: '2' }),
      [
        '1: error okstra-cycle 5:15-16 (6:15): Stages 1, 2 wait for each other: none of them ever becomes ready. Take one of these dependencies away.',
        '2: error okstra-cycle 6:15-16 (5:15): Stages 1, 2 wait for each other: none of them ever becomes ready. Take one of these dependencies away.',
      ],
    );
    const plan = planOf({ number: 1, needs: '2' }, { number: 2, needs: '1' }, { number: 3, needs: '2' });
    assert.deepEqual(
      stepsOf(plan).map(({ batch }) => batch),
      [undefined, undefined, undefined],
    );
  });

  it('a stage that waits for itself', () => {
    assert.deepEqual(problems({ number: 1, needs: '1' }), [
      '1: error okstra-self-dependency 5:15-16: Stage 1 depends on itself: it never becomes ready.',
    ]);
  });

  it('a stage that is not there', () => {
    assert.deepEqual(problems({ number: 1, needs: '4, 9' }), [
      '1: error okstra-stage-unknown 5:15-19: Stage 1 depends on stages 4, 9, which the Stage Map does not have: it never becomes ready.',
    ]);
    const [line = '', needs = ''] = planText(planOf({ number: 1, needs: '9' }))
      .slice(1)
      .map((text) => text.trim());
    assert.match(line, /batch none$/);
    assert.equal(needs, 'needs 9: stage 9 is not in the Stage Map');
  });

  it('dependencies in words', () => {
    assert.deepEqual(problems({ number: 1 }, { number: 2, needs: '1-3, all' }), [
      '2: error okstra-dependency-unclear 6:15-23: Stage 2 depends on "1-3 all", which names no stage. Expected are numbers of stages with commas, or (none).',
    ]);
    const [, step] = stepsOf(planOf({ number: 1 }, { number: 2, needs: '1, all' }));
    assert.deepEqual(
      step?.dependsOn.map(({ satisfied, reason }) => [satisfied, reason]),
      [
        [false, 'stage 1 is not done'],
        [false, '"all" names no stage'],
      ],
    );
  });

  it('another count than the rows', () => {
    assert.deepEqual(problems({ number: 1, count: '3', steps: 2 }), [
      '1: error okstra-step-count 5:24-25 (9:0): The Stage Map gives stage 1 "3" steps, its table has 2: okstra\'s validator refuses that, and the count decides which stages run together.',
    ]);
    const [step] = stepsOf(planOf({ number: 1, count: 'two', steps: 2 }));
    assert.deepEqual(
      step?.problems.map(({ code, example }) => [code, example]),
      [['okstra-step-count', '2']],
    );
  });

  it('more steps than six', () => {
    assert.deepEqual(problems({ number: 1, steps: 7 }), [
      "1: error okstra-too-many-steps 9:0: Stage 1 has 7 steps; okstra's validator accepts at most 6. Split the stage.",
    ]);
  });

  it('blank rows and dividers are no steps', () => {
    const report = reportOf([{ number: 1, steps: 2 }]).replace(
      '| 2 | do it',
      '|---|---|---|---|---|\n| | | | | |\n| 2 | do it',
    );
    assert.deepEqual(codes(read({ [REPORT]: report })), []);
  });

  it('no table of steps, and no predicted files', () => {
    const report = reportOf([{ number: 1 }])
      .replace('### Stepwise Execution Order', '### Steps')
      .replace(/- 추가.*\n/, '');
    assert.deepEqual(codes(read({ [REPORT]: report })), [
      '1: warning okstra-no-steps',
      '1: info okstra-files-unknown',
    ]);
  });

  it('sections twice, and without a row', () => {
    const report = reportOf([{ number: 1 }], '## 4.5.8 Stage 1\n\n## 4.5.9 Stage 4\n');
    assert.deepEqual(codes(read({ [REPORT]: report })), [
      'warning okstra-section-twice',
      'warning okstra-stage-unlisted',
    ]);
  });

  it('never under the names of checks that are not known', () => {
    const all = problems(
      { number: 1, needs: '2', steps: 7, count: '3', files: ['a'] },
      { number: 2, needs: '1, 9, x', files: ['a'] },
      { number: 3, needs: '3', files: ['a'] },
    );
    assert.ok(all.length > 6);
    assert.doesNotMatch(all.join('\n'), /\bS[1-8]\b/);
  });
});

describe('okstra: files that stages share', () => {
  const shared = (...stages: StageParts[]): string[] =>
    problems(...stages).filter((line) => line.includes('okstra-files-shared'));

  it('without any dependency is what the validator refuses', () => {
    assert.deepEqual(
      shared({ number: 1, files: ['a.ts', 'b.ts'] }, { number: 2, files: ['c.ts', 'a.ts', 'b.ts'] }),
      [
        "2: error okstra-files-shared 37:27-31 (18:19): Stages 1 and 2 depend on nothing and predict the same file a.ts and 1 more: okstra's validator refuses that (its check S9). Put the work into one stage, or let one depend on the other.",
      ],
    );
  });

  it('after a common dependency is what it misses', () => {
    assert.deepEqual(
      shared(
        { number: 1 },
        { number: 2, needs: '1', files: ['a.ts'] },
        { number: 3, needs: '1', files: ['a.ts'] },
      ),
      [
        "3: warning okstra-files-shared-later 57:19-23 (38:19): Stages 2 and 3 can become ready together and predict the same file a.ts; okstra's validator looks only at stages that depend on nothing. Put the work into one stage, or let one depend on the other.",
      ],
    );
  });

  const cases: readonly (readonly [string, readonly StageParts[], readonly string[]])[] = [
    [
      'in order',
      [
        { number: 1, files: ['a'] },
        { number: 2, needs: '1', files: ['a'] },
      ],
      [],
    ],
    [
      'in order through others',
      [
        { number: 1, files: ['a'] },
        { number: 2, needs: '1' },
        { number: 3, needs: '2', files: ['a'] },
      ],
      [],
    ],
    [
      'in order, listed the other way round',
      [
        { number: 2, needs: '1', files: ['a'] },
        { number: 1, files: ['a'] },
      ],
      [],
    ],
    [
      'one free, one not',
      [{ number: 1, files: ['a'] }, { number: 2 }, { number: 3, needs: '2', files: ['a'] }],
      ['3: warning'],
    ],
    [
      'one that cannot tell what it needs',
      [
        { number: 1, files: ['a'] },
        { number: 2, needs: 'all', files: ['a'] },
      ],
      ['2: warning'],
    ],
    [
      'another spelling',
      [
        { number: 1, files: ['./src\\a.ts:12'] },
        { number: 2, files: ['src/x/../a.ts'] },
      ],
      ['2: error'],
    ],
    [
      'another case',
      [
        { number: 1, files: ['A.ts'] },
        { number: 2, files: ['a.ts'] },
      ],
      [],
    ],
    [
      'three',
      [
        { number: 1, files: ['a'] },
        { number: 2, files: ['a'] },
        { number: 3, files: ['a'] },
      ],
      ['2: error', '3: error', '3: error'],
    ],
    [
      'on a cycle',
      [
        { number: 1, needs: '2', files: ['a'] },
        { number: 2, needs: '1', files: ['a'] },
      ],
      [],
    ],
    ['twice in one', [{ number: 1, files: ['a', 'a'] }], []],
  ];
  for (const [name, stages, expected] of cases)
    it(name, () => {
      assert.deepEqual(
        shared(...stages).map((line) => line.split(' okstra')[0]),
        expected,
      );
    });
});

describe('okstra: batches', () => {
  const batches = (done: readonly number[], ...stages: StageParts[]): string => {
    const log = logOf(...done.map((stage) => ({ stage, status: 'done' })));
    const steps = stepsOf(read({ [REPORT]: reportOf(stages), [LOG]: log }));
    return steps.map(({ key, batch }) => `${key}:${batch?.key ?? '-'}`).join(' ');
  };
  const four = { steps: 4, count: '4' };

  it('are the runs to come, after those that are done', () => {
    const stages = [
      { number: 1, ...four },
      { number: 2, ...four },
      { number: 3, ...four },
    ];
    assert.equal(batches([], ...stages), '1:1 2:1 3:2');
    assert.equal(batches([1], ...stages), '1:1 2:2 3:2');
    assert.equal(batches([1, 2], ...stages), '1:1 2:1 3:2');
  });

  it('go by the cell, as okstra does, not by the rows', () => {
    assert.equal(batches([], { number: 1, steps: 2, count: '8' }, { number: 2 }), '1:1 2:2');
    assert.equal(
      batches([], { number: 1, steps: 6, count: '' }, { number: 2, steps: 6, count: '6' }),
      '1:1 2:1',
    );
  });

  it('take started stages again', () => {
    const log = logOf({ stage: 1, status: 'started' });
    const plan = read({ [REPORT]: reportOf([{ number: 1 }, { number: 2 }]), [LOG]: log });
    assert.deepEqual(
      stepsOf(plan).map(({ batch }) => batch?.computed),
      [1, 1],
    );
  });
});
