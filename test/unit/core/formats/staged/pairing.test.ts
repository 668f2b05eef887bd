import assert from 'node:assert/strict';
import { stageFiles } from '../../../../../src/core/formats/staged/files';
import { GSD, RENN, type StagedProfile } from '../../../../../src/core/formats/staged/names';
import { pairRecaps } from '../../../../../src/core/formats/staged/pairing';

/** `plan = recap` for each pair, `~` where the names do not match; then what is of the stage, and of nothing. */
function paired(profile: StagedProfile, stage: string | undefined, names: readonly string[]): string[] {
  const path = `${profile.stages}/${stage ?? 'x'}-a`;
  const folder = {
    key: 'a',
    path,
    name: 'a',
    slug: 'a',
    names: names.map((name) => `${path}/${name}.md`),
  };
  const files = stageFiles(folder, profile);
  const of = (kind: string) => files.filter((file) => file.kind === kind);
  const { pairs, ofStage, unclaimed } = pairRecaps(of('plan'), of('recap'), stage, profile);
  const stem = (name: string): string => name.replace(/\.md$/, '');
  return [
    ...[...pairs].map(([plan, { recap, mismatch }]) => `${stem(plan)} ${mismatch ? '~' : '='} ${recap.stem}`),
    ...ofStage.map((recap) => `stage: ${recap.stem}`),
    ...unclaimed.map((recap) => `nothing: ${recap.stem}`),
  ];
}

describe('staged: which summary is that of a GSD plan', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['the same stem', ['01-01-PLAN', '01-01-SUMMARY'], ['01-01-PLAN = 01-01-SUMMARY']],
    ['no number at all', ['PLAN', 'SUMMARY'], ['PLAN = SUMMARY']],
    ['the stem and -SUMMARY', ['01-PLAN', '01-PLAN-SUMMARY'], ['01-PLAN = 01-PLAN-SUMMARY']],
    ['NN-PLAN-MM', ['01-PLAN-02', '01-02-SUMMARY'], ['01-PLAN-02 = 01-02-SUMMARY']],
    [
      'the number without the slug',
      ['01-01-slug-PLAN', '01-01-SUMMARY'],
      ['01-01-slug-PLAN = 01-01-SUMMARY'],
    ],
    ['nested', ['plans/PLAN-01', 'plans/SUMMARY-01'], ['plans/PLAN-01 = plans/SUMMARY-01']],
    [
      'the exact stem goes first',
      ['01-01-a-PLAN', '01-01-PLAN', '01-01-SUMMARY'],
      ['01-01-PLAN = 01-01-SUMMARY'],
    ],
    [
      'a number that two plans share pairs neither',
      ['01-01-a-PLAN', '01-01-b-PLAN', '01-01-SUMMARY'],
      ['nothing: 01-01-SUMMARY'],
    ],
    ['one plan and one summary', ['PLAN', '01-SUMMARY'], ['PLAN ~ 01-SUMMARY']],
    ['one plan and one summary, other numbers', ['01-PLAN', '01-01-SUMMARY'], ['01-PLAN ~ 01-01-SUMMARY']],
    [
      'one plan and two summaries',
      ['01-02-PLAN', '01-SUMMARY', '01-03-SUMMARY'],
      ['stage: 01-SUMMARY', 'nothing: 01-03-SUMMARY'],
    ],
    [
      'a summary of the phase beside several plans',
      ['01-01-PLAN', '01-02-PLAN', '01-SUMMARY'],
      ['stage: 01-SUMMARY'],
    ],
    ['no plan', ['01-SUMMARY', '01-FIX-SUMMARY'], ['stage: 01-SUMMARY', 'nothing: 01-FIX-SUMMARY']],
    [
      'a stray one completes nothing',
      ['01-01-PLAN', '01-02-PLAN', '01-GAPS-SUMMARY'],
      ['nothing: 01-GAPS-SUMMARY'],
    ],
  ];
  for (const [name, files, expected] of cases) {
    it(name, () => {
      assert.deepEqual(paired(GSD, '01', files), expected);
    });
  }
});

describe('staged: which recap is that of a renn run', () => {
  const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    ['the same stem', '01', ['01-01-run', '01-01-recap'], ['01-01-run = 01-01-recap']],
    ['the same stem with points', '01', ['01.01-run', '01.01-recap'], ['01.01-run = 01.01-recap']],
    ['another separator', '01', ['01-01-run', '01-02-run', '01.01-recap'], ['01-01-run ~ 01.01-recap']],
    ['run 1 of stage 01', '01', ['01.1-run', '01.2-run', '01.1-recap'], ['01.1-run = 01.1-recap']],
    ['stage 01.1 as a whole', '01.1', ['01.1.01-run', '01.1.02-run', '01.1-recap'], ['stage: 01.1-recap']],
    ['no run', '01', ['01-03-recap'], ['nothing: 01-03-recap']],
  ];
  for (const [name, stage, files, expected] of cases) {
    it(name, () => {
      assert.deepEqual(paired(RENN, stage, files), expected);
    });
  }
});
