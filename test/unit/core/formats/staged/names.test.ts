import assert from 'node:assert/strict';
import { namesStage, readKind, stepName } from '../../../../../src/core/formats/staged/files';
import {
  compareNumbers,
  GSD,
  numberKey,
  quickName,
  RENN,
  stageName,
  titleFrom,
} from '../../../../../src/core/formats/staged/names';

describe('staged: what the name of a folder says', () => {
  const cases: readonly (readonly [string, string | undefined, string])[] = [
    ['01-set-up', '01', 'set-up'],
    ['3.1-hotfix', '3.1', 'hotfix'],
    ['38.6-data', '38.6', 'data'],
    ['38.6.1-data', '38.6.1', 'data'],
    ['36A-docs', '36A', 'docs'],
    ['007', '007', ''],
    ['14-', '14', ''],
    ['292-图表', '292', '图表'],
    ['25-a-+-b&c', '25', 'a-+-b&c'],
    ['GSD.02-05-slug', '05', 'slug'],
    ['PROJ-04-slug', '04', 'slug'],
    ['999.1-later', '999.1', 'later'],
    ['notes', undefined, 'notes'],
    ['3d-models', '3d', 'models'],
    ['01_slug', undefined, '01_slug'],
  ];
  for (const [folder, number, slug] of cases) {
    it(folder, () => {
      assert.deepEqual(stageName(folder), number === undefined ? { slug } : { number, slug });
    });
  }

  it('quick tasks count on, or have a date and three letters', () => {
    const names = ['012-fix', '260414-qb8-fix-it', '7', 'fix'].map((folder) => quickName(folder).number);
    assert.deepEqual(names, ['012', '260414-qb8', '7', undefined]);
  });

  it('a slug as a title', () => {
    assert.deepEqual(['auth-and-login', '图表', ''].map(titleFrom), ['Auth and login', '图表', '']);
  });
});

describe('staged: numbers are text', () => {
  it('in order: numeric, then by letter, then by dotted parts, none last', () => {
    const order = ['0', '1', '02', '2.1', '2.2', '2.10', '3', '36', '36A', '36B', '36B.1', '100', undefined];
    assert.deepEqual([...order].reverse().sort(compareNumbers), order);
  });

  it('are the same whatever their zeros in front, and never as a fraction', () => {
    const same = [
      ['01', '1'],
      ['02.01', '2.1'],
      ['36a', '36A'],
    ];
    const different = [
      ['1.1', '1.10'],
      ['38.1', '38'],
      ['36', '36A'],
    ];
    for (const [left = '', right = ''] of same) assert.equal(numberKey(left), numberKey(right));
    for (const [left = '', right = ''] of different) assert.notEqual(numberKey(left), numberKey(right));
  });
});

describe('staged: what the name of a step says, the number of its folder first', () => {
  const cases: readonly (readonly [string, string | undefined, string])[] = [
    ['01-02', '01', '01-02 own 02'],
    ['03.01', '03', '03.01 own 01'],
    ['01.1', '01.1', '01.1'],
    ['01.1', '01', '01.1 own 1'],
    ['01.1.01', '01.1', '01.1.01 own 01'],
    ['38.1-01-quick-wins', '38.1', '38.1-01 own 01 quick-wins'],
    ['36A-01', '36A', '36A-01 own 01'],
    ['3-1', '03', '3-1 own 1'],
    ['292', '292', '292'],
    ['05a', '05', '05a own 05a'],
    ['05-01', '04', '05 own 05 01'],
    ['02', undefined, '02 own 02'],
    ['', '01', ''],
    ['follow-up', '01', 'follow-up'],
    ['260414-qb8', '260414-qb8', '260414-qb8'],
  ];
  for (const [id, stage, expected] of cases) {
    it(`${id || 'no id'} in ${stage ?? 'no number'}`, () => {
      const { number, own, slug } = stepName(id, stage);
      assert.equal([number, own && `own ${own}`, slug].filter(Boolean).join(' '), expected);
    });
  }

  it('names the stage as a whole', () => {
    const ids = ['', '01', '1', '01-02', '01.1', '02'];
    assert.deepEqual(
      ids.filter((id) => namesStage(id, '01')),
      ['', '01', '1'],
    );
  });
});

describe('staged: which files of a stage are read, by their names', () => {
  const gsd: readonly (readonly [string, string | undefined])[] = [
    ['01-01-PLAN.md', 'plan'],
    ['PLAN.md', 'plan'],
    ['01-PLAN-name.md', 'plan'],
    ['01-01-PLAN-OUTLINE.md', undefined],
    ['01-01-PLAN.pre-bounce.md', undefined],
    ['01-PLAN-REVIEW.md', undefined],
    ['01-PLAN-SUMMARY.md', 'recap'],
    ['SUMMARY.md', 'recap'],
    ['01-VERIFICATION.md', 'proof'],
    ['01-HUMAN-UAT.md', 'uat'],
    ['.continue-here.md', 'pause'],
    ['01-CONTEXT.md', undefined],
    ['plans/PLAN-01.md', 'plan'],
    ['plans/SUMMARY-01.md', 'recap'],
    ['plans/notes.md', undefined],
    ['01-01-PLAN.txt', undefined],
    ['01-01-PLAN', undefined],
  ];
  for (const [name, kind] of gsd) {
    it(`GSD: ${name}`, () => {
      assert.equal(readKind(`phases/01-a/${name}`, GSD), kind);
    });
  }

  const renn: readonly (readonly [string, string | undefined])[] = [
    ['01-01-run.md', 'plan'],
    ['01.01-run.md', 'plan'],
    ['01-01-recap.md', 'recap'],
    ['01-proof.md', 'proof'],
    ['01-uat.md', 'uat'],
    ['01-intel.md', undefined],
    ['01-01-PLAN.md', undefined],
    ['RUNNING.md', undefined],
  ];
  for (const [name, kind] of renn) {
    it(`renn: ${name}`, () => {
      assert.equal(readKind(`stages/01-a/${name}`, RENN), kind);
    });
  }
});
