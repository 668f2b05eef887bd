import assert from 'node:assert/strict';
import { scheduleStage } from '../../../src/core/schedule';
import { resolver } from '../../../src/core/scheduleNames';
import { cyclesAcrossStages } from '../../../src/core/scheduleStages';
import { WORDS } from './scheduleText';

/** Stages by name, steps by number, and what each waits for. */
type Given = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

function found(given: Given): string[] {
  const stages = Object.entries(given).map(([name, steps]) => ({
    key: name,
    name,
    number: name.slice(0, 2),
    steps: Object.entries(steps).map(([number, needs]) => ({
      key: `${name}/${number}`,
      stem: number,
      number,
      file: `/${name}/${number}.md`,
      dependsOn: needs.map((text, line) => ({ text, line, from: 4, to: 4 + text.length })),
      files: [],
    })),
  }));
  const resolve = resolver(stages);
  const scheduled = stages.map(({ key, steps }) => ({
    key,
    steps,
    schedule: scheduleStage(key, steps, resolve, WORDS),
  }));
  return [...cyclesAcrossStages(scheduled, WORDS).values()]
    .flat()
    .map(
      ({ file, range, related }) =>
        `${file}:${range.start.line} <-> ${related?.file ?? ''}:${related?.range.start.line ?? ''}`,
    );
}

describe('cyclesAcrossStages', () => {
  const cases: readonly (readonly [string, Given, readonly string[]])[] = [
    ['none', { '01-a': { '01': [] }, '02-b': { '01': ['01-01', 'Phase 1'] } }, []],
    ['within a stage alone', { '01-a': { '01': ['02'], '02': ['01'] } }, []],
    [
      'stages that wait for each other, steps that do not',
      { '01-a': { '01': [], '02': ['02-01'] }, '02-b': { '01': ['01-01'] } },
      [],
    ],
    [
      'steps of two stages',
      { '01-a': { '01': ['x', '02-01'] }, '02-b': { '01': ['01-01'] } },
      ['/01-a/01.md:1 <-> /02-b/01.md:0', '/02-b/01.md:0 <-> /01-a/01.md:1'],
    ],
    [
      'through a third, and a step of the same stage',
      { '01-a': { '01': ['02-01'] }, '02-b': { '01': ['02'], '02': ['03-01'] }, '03-c': { '01': ['01-01'] } },
      [
        '/01-a/01.md:0 <-> /02-b/01.md:0',
        '/02-b/02.md:0 <-> /03-c/01.md:0',
        '/03-c/01.md:0 <-> /01-a/01.md:0',
      ],
    ],
    [
      'a whole stage',
      { '01-a': { '01': [], '02': ['Phase 2'] }, '02-b': { '01': ['01-02'] } },
      ['/01-a/02.md:0 <-> /02-b/01.md:0', '/02-b/01.md:0 <-> /01-a/02.md:0'],
    ],
    [
      'whole stages',
      { '01-a': { '01': ['Phase 2'] }, '02-b': { '01': ['Phase 1'] } },
      ['/01-a/01.md:0 <-> /02-b/01.md:0', '/02-b/01.md:0 <-> /01-a/01.md:0'],
    ],
  ];
  for (const [what, given, expected] of cases) {
    it(what, () => assert.deepEqual(found(given), expected));
  }

  it('a ring of 3,000 stages is linear', function () {
    this.timeout(60_000);
    const ring = (size: number): Given =>
      Object.fromEntries(
        Array.from({ length: size }, (_, row) => [
          `${1000 + row}-s`,
          { '01': [`${1000 + ((row + 1) % size)}-s/01`] },
        ]),
      );
    assert.equal(found(ring(3000)).length, 3000);
  });
});
