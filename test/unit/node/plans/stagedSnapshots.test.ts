/**
 * Real plan trees as the map shows them, stage by stage and without a word of theirs: numbers, statuses, counts, and how
 * many problems of which kind. A person reviews what changed in `test/fixtures/staged`; `UPDATE_SNAPSHOTS=1` writes it.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Problem } from '../../../../src/core/problem';
import { stageMap } from '../../../../src/core/stageMap';
import type { PlanView, StageView } from '../../../../src/core/status';
import { PlanScanner } from '../../../../src/node/plans/scanner';
import { UNTIMED } from './tree';

const SHARED = resolve('..', 'shared');
const SNAPSHOTS = resolve('test', 'fixtures', 'staged');

const TREES: readonly (readonly [corpus: string, project: string])[] = [
  ['corpus', 'BBx-Kitchen+bbj-language-server'],
  ['corpus', 'ExplodingUFO+Videra'],
  ['corpus', 'GernotUllrich+carambus'],
  ['corpus-renn', 'BBx-Kitchen+bbj-language-server'],
  ['corpus-renn', 'GernotUllrich+carambus'],
];

function planText({ plan, stages, done, total }: PlanView): string {
  return [
    `${plan.format}: ${done} of ${total} ${plan.terms.step}s done${countsText(plan.problems)}`,
    ...stages.map(stageText),
    '',
  ].join('\n');
}

function stageText({ stage, status, done, total, batches, contradictions, steps }: StageView): string {
  const waves = batches.map(({ key, done: of, total: all }) => `${key}:${of}/${all}`).join(' ');
  const problems = [...(stage.problems ?? []), ...steps.flatMap(({ step }) => step.problems)];
  return [
    ...(stage.archive === undefined ? [] : [stage.archive]),
    `${stage.number ?? '-'} ${status ?? 'no audit'} ${done}/${total}`,
    ...(waves === '' ? [] : [`(${waves})`]),
    ...(contradictions.length === 0 ? [] : [`contradictions ${contradictions.length}`]),
  ]
    .join(' ')
    .concat(countsText(problems));
}

function countsText(problems: readonly Problem[]): string {
  const counts = new Map<string, number>();
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
  const words = [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
  return words.map(([code, count]) => `, ${code} ${count}`).join('');
}

describe('plans: real trees as the map shows them', function () {
  this.timeout(30_000);
  for (const [corpus, project] of TREES) {
    it(`${corpus}/${project}`, async function () {
      const folder = join(SHARED, corpus, project);
      if (!existsSync(folder)) {
        if (this.test) this.test.title += ` (absent: ../shared/${corpus})`;
        return this.skip();
      }
      const plans = await new PlanScanner({
        folders: [folder],
        include: [],
        exclude: [],
        openArchives: true,
        isIgnored: () => Promise.resolve(new Set()),
        files: UNTIMED,
      }).scan();
      const [view] = stageMap({ plans, runs: [], statusLog: [] }).plans;
      assert.ok(view);
      const file = join(SNAPSHOTS, `${corpus}-${project}.txt`);
      const text = planText(view);
      if (process.env.UPDATE_SNAPSHOTS === '1') {
        mkdirSync(SNAPSHOTS, { recursive: true });
        writeFileSync(file, text);
      }
      assert.equal(text, readFileSync(file, 'utf8'));
    });
  }
});
