import assert from 'node:assert/strict';
import { GSD, RENN } from '../../../../../../src/core/formats/staged/names';
import { guardStaged, isGuarded } from '../../../../../../src/core/formats/staged/run/guard';

describe('what an agent of the staged formats may not change', () => {
  it('is the overview, the state, plan files and reports', () => {
    const names = [
      'track.md',
      'pulse.md',
      'workstreams/api/track.md',
      'stages/01-a/01-01-run.md',
      'stages/01-a/01-proof.md',
      'stages/01-a/01-uat.md',
      'stages/01-a/01-01-recap.md',
      'brief.md',
    ];
    assert.deepEqual(
      names.filter((name) => isGuarded(name, RENN)),
      names.slice(0, 6),
    );
    assert.ok(
      isGuarded('phases/01-a/01-VERIFICATION.md', GSD) && !isGuarded('phases/01-a/01-01-SUMMARY.md', GSD),
    );
  });

  const [TRACK, RUN, PROOF] = ['track.md', 'stages/01-a/01-01-run.md', 'stages/01-a/01-proof.md'];

  for (const [name, before, now, back, audit] of [
    ['a change of each is put back', [TRACK, RUN, PROOF], ['x', 'x', 'x'], [TRACK, RUN, PROOF], false],
    ['the auditor writes the report', [TRACK, PROOF], [undefined, 'x'], [TRACK], true],
    ['steps may come and go', [RUN], [undefined], [], false],
  ] as const)
    it(name, () => {
      const texts = (values: readonly (string | undefined)[]): Record<string, string> =>
        Object.fromEntries(
          before.flatMap((file, at) => (values[at] === undefined ? [] : [[file, values[at]] as const])),
        );
      const { restore } = guardStaged(texts(before.map(() => 'old')), texts(now), RENN, audit);
      assert.deepEqual(restore.map(({ file }) => file).sort(), [...back].sort());
      assert.ok(restore.every(({ text }) => text === 'old'));
    });

  const UAT = 'stages/01-a/01-uat.md';
  const tests = (...results: readonly string[]): string =>
    results.map((result, at) => `### ${at + 1}. Test\nexpected: ${at}\nresult: ${result}\n`).join('\n');
  for (const [name, before, now, isBack] of [
    ['tests that an agent plans stay', undefined, tests('[pending]'), false],
    ['more tests stay', tests('pass'), tests('pass', '[pending]'), false],
    ['an issue that an agent finds stays', tests('[pending]'), tests('issue'), false],
    [
      'a test that nobody has looked at does not pass',
      tests('pass', '[pending]'),
      tests('pass', 'pass'),
      true,
    ],
    ['a file in which one passes is no agent’s', undefined, tests('pass'), true],
    ['a test that passed stays so', tests('pass'), tests('[pending]'), true],
    ['what a person has said is not deleted', tests('pass'), undefined, true],
  ] as const)
    for (const mayAudit of [true, false])
      it(`${name}${mayAudit ? ', also not by the auditor' : ''}`, () => {
        const texts = (text: string | undefined) => (text === undefined ? {} : { [UAT]: text });
        const { restore } = guardStaged(texts(before), texts(now), RENN, mayAudit);
        assert.deepEqual(restore, isBack ? [{ file: UAT, text: before }] : []);
      });

  it('a report that nobody asked for is removed, and a step that was planned stays', () => {
    const { restore, proposals } = guardStaged({}, { [PROOF]: 'passed\n', [RUN]: 'new\n' }, RENN, false);
    assert.deepEqual(restore, [{ file: PROOF, text: undefined }]);
    assert.match(proposals, /\+passed/);
  });
});
