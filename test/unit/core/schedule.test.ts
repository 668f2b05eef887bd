import assert from 'node:assert/strict';
import { scheduleStage } from '../../../src/core/schedule';
import { resolver } from '../../../src/core/scheduleNames';
import {
  schedule,
  shownBatches,
  shownProblems,
  STAGE,
  stageOf,
  stepsOf,
  WORDS,
  type Given,
} from './scheduleText';

describe('scheduleStage: batches', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, Given>>, string])[] = [
    ['nothing', {}, ''],
    [
      'declared',
      { '01': { batch: '2' }, '02': { batch: '1' }, '03': { batch: '10' } },
      '1: 02 | 2: 01 | 10: 03',
    ],
    ['the same number in other writings', { '01': { batch: '02' }, '02': { batch: '2' } }, '2: 01 02'],
    [
      'computed',
      { '01': {}, '02': { needs: ['01'] }, '03': { needs: ['02', '01'] }, '04': {} },
      '1: 01 04 | 2: 02 | 3: 03',
    ],
    ['computed from 0', { '01': { batch: '0' }, '02': { needs: ['01'] } }, '0: 01 | 1: 02'],
    [
      'declared before computed',
      { '01': {}, '02': { batch: '5', needs: ['01'] }, '03': { needs: ['02'] } },
      '1: 01 | 3: 03 | 5: 02',
    ],
    ['no number', { '01': { batch: 'single' } }, '1: 01'],
    [
      'a cycle, and what waits for it',
      { '01': {}, '02': { needs: ['03'] }, '03': { needs: ['02'] }, '04': { needs: ['03'] } },
      '1: 01 | ?: 02 03 04',
    ],
    [
      'a cycle of declared ones',
      { '01': { batch: '1', needs: ['02'] }, '02': { batch: '2', needs: ['01'] } },
      '1: 01 | 2: 02',
    ],
    ['the same dependency twice', { '01': {}, '02': { needs: ['01', '03-01'] } }, '1: 01 | 2: 02'],
  ];
  for (const [what, given, expected] of cases) {
    it(what, () => assert.equal(shownBatches(schedule(given)), expected));
  }

  it('says what is declared and what is computed', () => {
    const { batchOf } = schedule({ '01': { batch: '02' }, '02': { batch: 'x', needs: ['02'] } });
    assert.deepEqual(
      [...batchOf.values()],
      [
        { key: '2', declared: '02', computed: 1 },
        { key: '?', declared: 'x' },
      ],
    );
  });
});

describe('scheduleStage: problems', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, Given>>, readonly string[]])[] = [
    ['none', { '01': { batch: '1' }, '02': { batch: '2', needs: ['01'] } }, []],
    [
      'unresolved',
      { '01': { needs: ['wave-0', '07'] } },
      [
        '01:2:0-6 warning dependency-unknown => depends_on: []',
        '01:2:10-12 warning dependency-unknown => depends_on: []',
      ],
    ],
    ['itself', { '01': { needs: ['03-01'] } }, ['01:2:0-5 error dependency-self => depends_on: []']],
    ['its own stage', { '01': { needs: ['Phase 3'] } }, ['01:2:0-7 error dependency-self => depends_on: []']],
    [
      'each other',
      { '01': { needs: ['02'] }, '02': { needs: ['03', '01'] }, '03': { needs: ['01'] } },
      [
        '01:2:0-2 error dependency-cycle <-> /p/02.md:2 => depends_on: []',
        '02:2:0-2 error dependency-cycle <-> /p/03.md:2 => depends_on: ["01"]',
        '03:2:0-2 error dependency-cycle <-> /p/01.md:2 => depends_on: []',
      ],
    ],
    [
      'a later batch',
      { '01': { batch: '1', needs: ['02'] }, '02': { batch: '2' } },
      [
        '01:2:0-2 warning dependency-later-batch <-> /p/02.md:1 => wave: 3',
        '01:1:0-1 info batch-differs <-> /p/02.md:1 => wave: 2',
        '02:1:0-1 info batch-differs => wave: 1',
      ],
    ],
    [
      'the same batch',
      { '01': { batch: '1' }, '02': { batch: '1', needs: ['01'] } },
      [
        '02:2:0-2 warning dependency-same-batch <-> /p/01.md:1 => wave: 2',
        '02:1:0-1 info batch-differs <-> /p/01.md:1 => wave: 2',
      ],
    ],
    ['another value', { '01': { batch: 'single' } }, ['01:1:0-6 warning batch-invalid => wave: 1']],
    ['a batch that is negative', { '01': { batch: '-1' } }, ['01:1:0-2 warning batch-invalid => wave: 1']],
    [
      'a batch that no dependency asks for',
      { '01': { batch: '1' }, '02': { batch: '3', needs: ['01'] } },
      ['02:1:0-1 info batch-differs <-> /p/01.md:1 => wave: 2'],
    ],
    [
      'files of one batch',
      {
        '01': { files: ['a.ts', 'b.ts'] },
        '02': { files: ['./b.ts', 'c.ts', 'a.ts (new)'] },
        '03': { files: ['c.ts'] },
      },
      [
        '02:3:0-6 warning batch-overlap <-> /p/01.md:4 => depends_on: ["03-01"]',
        '03:3:0-4 warning batch-overlap <-> /p/02.md:4 => depends_on: ["03-02"]',
      ],
    ],
    [
      'files of one batch whose first step is over',
      {
        '01': { files: ['a.ts'], over: true },
        '02': { files: ['a.ts'] },
        '03': { files: ['a.ts'] },
      },
      [
        '03:3:0-4 warning batch-overlap <-> /p/02.md:3 => depends_on: ["03-02"]',
        '01:3:0-4 info batch-overlap <-> /p/02.md:3 => depends_on: ["03-02"]',
      ],
    ],
    [
      'the same batch and a later one, when it is over',
      {
        '01': { batch: '1', over: true },
        '02': { batch: '1', needs: ['01', '03'], over: true },
        '03': { batch: '2', over: true },
      },
      [
        '02:2:0-2 info dependency-same-batch <-> /p/01.md:1 => wave: 2',
        '02:2:10-12 info dependency-later-batch <-> /p/03.md:1 => wave: 3',
        '02:1:0-1 info batch-differs <-> /p/01.md:1 => wave: 2',
        '03:1:0-1 info batch-differs => wave: 1',
      ],
    ],
    [
      'files of two batches',
      { '01': { batch: '1', files: ['a'] }, '02': { batch: '2', needs: ['01'], files: ['a'] } },
      [],
    ],
    ['a file twice in one step', { '01': { files: ['a', 'a'] } }, []],
  ];
  for (const [what, given, expected] of cases) {
    it(what, () => assert.deepEqual(shownProblems(schedule(given)), expected));
  }

  it('says in whole sentences what is wrong', () => {
    const found = schedule({
      '01': { batch: '1', files: ['a', 'b'], needs: ['x'] },
      '02': { batch: '1', files: ['a', 'b'], needs: ['01'] },
    });
    assert.deepEqual(
      [...found.problems.values()].flat().map(({ message, related }) => [message, related?.message]),
      [
        [
          'No plan or phase is called "x", so this dependency counts for nothing. Write the number of a plan, with that of its phase where it is another one, or take it out.',
          undefined,
        ],
        [
          'This plan of wave 1 waits for 03-01, which is in the same wave, 1. Put it after.',
          '03-01 is in wave 1.',
        ],
        [
          'The dependencies of this plan put it in wave 2, but wave 1 is written.',
          'It waits for 03-01, whose dependencies put it in wave 1.',
        ],
        [
          '03-01 of the same wave changes a and 1 more too. Let one wait for the other, or put it in a later wave.',
          '03-01 changes it here.',
        ],
      ],
    );
  });

  it('leaves other stages to whoever knows them', () => {
    const other = {
      key: '02-base',
      name: '02-base',
      number: '02',
      steps: [{ key: '02-base/02-01-PLAN', stem: '02-01-PLAN', number: '01' }],
    };
    const found = schedule({ '01': { needs: ['02-01', 'Phase 2'] } }, [other]);
    assert.deepEqual(shownProblems(found), []);
    assert.equal(shownBatches(found), '1: 01');
    assert.deepEqual(
      found.dependencies.get('03-auth/03-01-PLAN')?.map(({ target }) => target),
      [
        { kind: 'step', stage: '02-base', step: '02-base/02-01-PLAN', others: [] },
        { kind: 'stage', stage: '02-base', others: [] },
      ],
    );
  });

  it('says when words could mean several', () => {
    const twice = ['02-a', '02-b'].map((name) => ({ key: name, name, number: '02', steps: [] }));
    const found = schedule({ '01': { needs: ['Phase 2'] } }, twice);
    assert.deepEqual(shownProblems(found), ['01:2:0-7 warning dependency-ambiguous => depends_on: ["02-a"]']);
    const many = schedule({ '01': { needs: ['Phase 2', 'a', 'b', 'c', 'd', 'e', 'f'] } }, twice);
    assert.equal(shownProblems(many)[0], '01:2:0-7 warning dependency-ambiguous');
  });
});

describe('scheduleStage: large stages', () => {
  const shapes: Readonly<Record<string, (row: number, size: number) => Given>> = {
    'a chain': (row) => (row === 0 ? {} : { needs: [`${row - 1}`], files: ['a'] }),
    'a ring': (row, size) => ({ needs: [`${(row + 1) % size}`, `${(row + 7) % size}`], batch: '1' }),
    'all on the first': (row) => ({ needs: row === 0 ? [] : ['0'], files: ['a', `b${row}`] }),
    'one batch with one file': () => ({ batch: '1', files: ['a', 'b', 'c'] }),
    'nothing that resolves': () => ({ needs: ['x', 'y', 'z-01'] }),
  };
  for (const [what, shape] of Object.entries(shapes)) {
    it(`${what}: linear in 20,000 steps`, function () {
      this.timeout(60_000);
      const took = (size: number): number => {
        const given = Object.fromEntries(
          Array.from({ length: size }, (_, row) => [`${row}`, shape(row, size)]),
        );
        const steps = stepsOf(given);
        const resolve = resolver([stageOf(steps)]);
        const start = process.cpuUsage();
        const found = scheduleStage(STAGE, steps, resolve, WORDS);
        const { user, system } = process.cpuUsage(start);
        assert.equal(found.batchOf.size, size);
        return (user + system) / 1000;
      };
      took(1000);
      const [small, large] = [Math.max(took(1000), 5), took(20_000)];
      assert.ok(large < small * 20 * 6, `${small} ms for 1,000 steps and ${large} ms for 20,000`);
    });
  }
});
