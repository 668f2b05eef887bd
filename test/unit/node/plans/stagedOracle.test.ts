/**
 * What GSD's own tool says about the same trees (`phase-plan-index` and `planning inspect` of gsd-core 1.14.0), phase by
 * phase. Every difference is in the list below with its reason.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import type { Plan, Stage, Step } from '../../../../src/core/plan';
import { PlanScanner } from '../../../../src/node/plans/scanner';
import { UNTIMED } from './tree';

const SHARED = resolve('..', 'shared');

interface OraclePlan {
  readonly id: string;
  readonly wave: number;
  readonly has_summary: boolean;
  readonly halted: boolean;
  readonly blocked_by: readonly string[];
}

interface OraclePhase {
  readonly dir: string;
  readonly result: { readonly error?: string; readonly plans: readonly OraclePlan[] };
}

interface Inspected {
  readonly phases: readonly {
    readonly dir: string;
    readonly plan_count: number;
    readonly verification: { readonly status: string };
  }[];
}

interface Analyzed {
  readonly phases: readonly {
    readonly number: string;
    readonly name: string;
    readonly disk_status: string;
    readonly roadmap_complete: boolean;
  }[];
}

/** A phase's differences, as `what: theirs, ours`. */
function differences(phase: OraclePhase, stage: Stage): string[] {
  const { error, plans } = phase.result;
  if (error !== undefined) return [error.includes('ambiguous') ? 'refused, shown' : error];
  const theirs = new Map(plans.map((plan) => [plan.id, plan]));
  const ours = new Map(stage.steps.map((step) => [idOf(step), step]));
  const ids = [...new Set([...theirs.keys(), ...ours.keys()])];
  return ids.flatMap((id) => planDifferences(theirs.get(id), ours.get(id)));
}

/** As the tool makes it; that of a bare `PLAN.md` is empty. */
function idOf(step: Step): string {
  return parse(step.file).name.replace(/-?PLAN$/, '');
}

function planDifferences(theirs: OraclePlan | undefined, ours: Step | undefined): string[] {
  if (theirs === undefined || ours === undefined)
    return [`plan: ${theirs ? 'there' : 'not there'}, ${ours ? 'there' : 'not there'}`];
  const blocked = ours.dependsOn.some(({ reason = '' }) => reason.includes('halted'));
  const pairs = [
    ['summary', theirs.has_summary, ours.mark === 'complete'],
    ['wave', theirs.wave, ours.batch?.computed],
    ['halted', theirs.halted, ours.handoff?.result === 'partial'],
    ['blocked', theirs.blocked_by.length > 0, blocked],
  ] as const;
  return pairs.flatMap(([what, one, other]) => (one === other ? [] : [`${what}: ${one}, ${other}`]));
}

const VERDICTS: Readonly<Record<string, string>> = {
  passed: 'passed',
  human_needed: 'humanNeeded',
  gaps_found: 'gapsFound',
  stale: 'stale',
  unknown: 'unknown',
  missing: 'missing',
};

async function planOf(project: string): Promise<Plan> {
  const [plan] = await new PlanScanner({
    folders: [join(SHARED, 'corpus', project)],
    include: [],
    exclude: [],
    isIgnored: () => Promise.resolve(new Set()),
    files: UNTIMED,
  }).scan();
  assert.ok(plan);
  return plan;
}

/** Why we say something else than the tool. */
const SHARED_NUMBER = 'the tool refuses two phases with one number, the map shows both and says so';
const ONE_SUMMARY = 'the only summary beside the only plan is taken for its, with a problem that says so';

/** By project: the reason, and the phases with what the tool says and what we say. */
const DIFFERENCES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'GernotUllrich+carambus': {},
  'ExplodingUFO+Videra': {
    [SHARED_NUMBER]: ['308 refused, shown', '308 refused, shown'],
    [ONE_SUMMARY]: [383, 384, 385, 386, 387, 388, 389].map((phase) => `${phase} summary: false, true`),
  },
};

describe('plans: beside what the official tool says, every difference has a reason', function () {
  this.timeout(30_000);
  const oracle = join(SHARED, 'corpus-oracle');

  before(function () {
    if (existsSync(oracle)) return;
    if (this.test?.parent) this.test.parent.title += ' (absent: ../shared/corpus-oracle)';
    this.skip();
  });

  for (const project of ['GernotUllrich+carambus', 'ExplodingUFO+Videra']) {
    it(project, async () => {
      const plan = await planOf(project);
      const stages = new Map(plan.stages.map((stage) => [stage.key, stage]));
      const read = (name: string): string => readFileSync(join(oracle, project, name), 'utf8');
      const phases = read('phase-plan-index.ndjson')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as OraclePhase);
      const { phases: inspected } = JSON.parse(read('planning-inspect.json')) as Inspected;
      const found = phases.flatMap((phase) => {
        const stage = stages.get(phase.dir);
        assert.ok(stage, `${phase.dir} is not on the map`);
        return differences(phase, stage).map((difference) => `${phase.dir.split('-')[0]} ${difference}`);
      });
      const audits = inspected.flatMap(({ dir, verification }) => {
        const ours = stages.get(dir)?.audit?.proof?.verdict ?? 'missing';
        const theirs = VERDICTS[verification.status] ?? verification.status;
        return ours === theirs ? [] : [`${dir.split('-')[0]} verification: ${theirs}, ${ours}`];
      });
      assert.ok(phases.length > 0);
      assert.deepEqual([...found, ...audits], Object.values(DIFFERENCES[project] ?? {}).flat());
    });
  }

  /** Only rows of its table name these, which the tool does not read. */
  const IN_TABLES_ALONE: Readonly<Record<string, readonly string[]>> = {
    'BBx-Kitchen+bbj-language-server': [],
    'ExplodingUFO+Videra': ['459 x', '460 x', '461 x', '462 x', '463 x'],
  };

  for (const [project, extra] of Object.entries(IN_TABLES_ALONE)) {
    it(`${project}: phases that only the roadmap names`, async () => {
      const { stages } = await planOf(project);
      const text = readFileSync(join(oracle, project, 'roadmap-analyze.json'), 'utf8');
      const { phases } = JSON.parse(text) as Analyzed;
      const theirs = phases
        .filter(({ disk_status }) => disk_status === 'no_directory')
        .map(
          ({ number, name, roadmap_complete }) =>
            [`${number} ${roadmap_complete ? 'x' : '-'}`, name] as const,
        );
      const ours = stages
        .filter(({ folder }) => folder === undefined)
        .map((stage) => {
          const complete = stage.claims?.some(({ by, means }) => by === 'overview' && means === 'complete');
          return [`${stage.number ?? ''} ${complete ? 'x' : '-'}`, stage.title] as const;
        });
      assert.ok(theirs.length > 0);
      assert.deepEqual(
        ours.filter(([phase]) => !extra.includes(phase)),
        theirs,
      );
      assert.deepEqual(
        ours.map(([phase]) => phase).filter((phase) => !theirs.some(([their]) => their === phase)),
        extra,
      );
    });
  }
});
