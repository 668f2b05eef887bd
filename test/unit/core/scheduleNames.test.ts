import assert from 'node:assert/strict';
import { resolver, type NamedStage } from '../../../src/core/scheduleNames';

function stage(
  name: string,
  number: string | undefined,
  ...steps: readonly (readonly [string, string?])[]
): NamedStage {
  return {
    key: name,
    name,
    ...(number === undefined ? {} : { number }),
    steps: steps.map(([stem, own]) => ({
      key: `${name}/${stem}`,
      stem,
      ...(own === undefined ? {} : { number: own }),
    })),
  };
}

const STAGES = [
  stage('01-base', '01', ['01-01-PLAN', '01'], ['01-02-PLAN', '02']),
  stage('01.1-fix', '01.1', ['01.1-01-PLAN', '01']),
  stage(
    '03-auth',
    '03',
    ['03-01-PLAN', '01'],
    ['03-02-login-PLAN', '02'],
    ['03-10-PLAN', '10'],
    ['03-05a-PLAN', '05a'],
  ),
  stage('36A-docs', '36A', ['36A-01-PLAN', '01'], ['36A-06-PLAN', '06']),
  stage('38.7-tie', '38.7', ['38.7-01-defaults-PLAN', '01'], ['38.7-02-more-PLAN', '02']),
  stage('361-chart', '361', ['361-PLAN']),
  stage('40-runs', '40', ['40.01-run', '01'], ['40.02-run', '02']),
  stage('50-twice', '50'),
  stage('50-again', '50'),
  stage('notes', undefined, ['PLAN']),
  stage('14-基础', '14', ['14-01-PLAN', '01']),
];

describe('resolver', () => {
  const resolve = resolver(STAGES);
  /** What a step of the stage means by the words. */
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    // The own stage.
    ['03-auth', '03-01', '03-auth/03-01-PLAN'],
    ['03-auth', '3-1', '03-auth/03-01-PLAN'],
    ['03-auth', '03.01', '03-auth/03-01-PLAN'],
    ['03-auth', '01', '03-auth/03-01-PLAN'],
    ['03-auth', '1', '03-auth/03-01-PLAN'],
    ['03-auth', '10', '03-auth/03-10-PLAN'],
    ['03-auth', '05a', '03-auth/03-05a-PLAN'],
    ['03-auth', '03-5A', '03-auth/03-05a-PLAN'],
    ['03-auth', '03-01-PLAN.md', '03-auth/03-01-PLAN'],
    ['03-auth', '03-01-PLAN', '03-auth/03-01-PLAN'],
    ['03-auth', '03-01-SUMMARY.md', '03-auth/03-01-PLAN'],
    ['03-auth', '03-02', '03-auth/03-02-login-PLAN'],
    ['03-auth', '03-02-login', '03-auth/03-02-login-PLAN'],
    ['03-auth', '03-02-another-slug', '03-auth/03-02-login-PLAN'],
    ['03-auth', 'Plan 01', '03-auth/03-01-PLAN'],
    ['03-auth', '03-01 (the schema)', '03-auth/03-01-PLAN'],
    ['03-auth', ' 03-01 ', '03-auth/03-01-PLAN'],
    ['36A-docs', '36A-06', '36A-docs/36A-06-PLAN'],
    ['36A-docs', '36a-06', '36A-docs/36A-06-PLAN'],
    ['38.7-tie', '38.7-01', '38.7-tie/38.7-01-defaults-PLAN'],
    ['38.7-tie', '02', '38.7-tie/38.7-02-more-PLAN'],
    ['40-runs', '40.01', '40-runs/40.01-run'],
    ['40-runs', '40-02', '40-runs/40.02-run'],
    ['40-runs', '40.02-run.md', '40-runs/40.02-run'],
    ['notes', 'PLAN.md', 'notes/PLAN'],
    // Paths.
    ['03-auth', '.planning/phases/03-auth/03-01-PLAN.md', '03-auth/03-01-PLAN'],
    ['03-auth', '../01-base/01-02-PLAN.md', '01-base/01-02-PLAN'],
    ['03-auth', '01-base/02', '01-base/01-02-PLAN'],
    ['03-auth', '03-auth\\02', '03-auth/03-02-login-PLAN'],
    // Other stages.
    ['03-auth', '01-02', '01-base/01-02-PLAN'],
    ['03-auth', '01.1-01', '01.1-fix/01.1-01-PLAN'],
    ['03-auth', '361-01', '361-chart/361-PLAN'],
    ['03-auth', '361-02', undefined],
    ['03-auth', '361', 'stage 361-chart'],
    ['03-auth', '36A', 'stage 36A-docs'],
    ['03-auth', '38.7', 'stage 38.7-tie'],
    ['03-auth', '38.70', undefined],
    ['03-auth', '1.1', 'stage 01.1-fix'],
    ['03-auth', 'Phase 361', 'stage 361-chart'],
    ['03-auth', 'phase-1', 'stage 01-base'],
    ['03-auth', 'Stage 01', 'stage 01-base'],
    ['03-auth', '01-base', 'stage 01-base'],
    ['03-auth', 'base', 'stage 01-base'],
    ['03-auth', '14-基础', 'stage 14-基础'],
    ['03-auth', '50', 'stage 50-twice, or 50-again'],
    // A number is a step's before it is a stage's.
    ['01-base', '01', '01-base/01-01-PLAN'],
    ['01-base', '03', 'stage 03-auth'],
    // `01.1` is stage 01.1 for others and run 1 for its own stage.
    ['01-base', '01.1', '01-base/01-01-PLAN'],
    // Nothing.
    ['03-auth', '', undefined],
    ['03-auth', 'wave-0', undefined],
    ['03-auth', '03-99', undefined],
    ['03-auth', '99', undefined],
    ['03-auth', 'a'.repeat(1000), undefined],
    ['03-auth', '../../etc/passwd', undefined],
    ['03-auth', '__proto__', undefined],
    ['03-auth', '[(.*', undefined],
    ['elsewhere', '03-01', '03-auth/03-01-PLAN'],
  ];
  for (const [own, text, expected] of cases) {
    it(`${own}: ${text.slice(0, 40)} -> ${expected ?? 'nothing'}`, () => {
      const target = resolve(text, own);
      const others = target && target.others.length > 0 ? `, or ${target.others.join(', ')}` : '';
      const name = target && (target.kind === 'step' ? target.step : `stage ${target.stage}`);
      assert.equal(name && `${name}${others}`, expected);
    });
  }
});
