/**
 * Real plan trees, counted here without a line of the reader and compared with what is on the map: every stage folder,
 * step, recap and proof is on it or in a problem, and none twice. The `.renn` trees were converted mechanically from
 * `.planning` ones: synthetic.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Plan } from '../../../../src/core/plan';
import { PlanScanner } from '../../../../src/node/plans/scanner';

const SHARED = resolve('..', 'shared');

interface OnDisk {
  readonly stages: readonly string[];
  readonly steps: readonly string[];
  readonly recaps: readonly string[];
  readonly proofs: readonly string[];
}

interface Layout {
  readonly corpus: string;
  readonly root: string;
  /** Folders that hold stage folders, relative to the root. */
  readonly holds: RegExp;
  readonly step: RegExp;
  readonly recap: RegExp;
  readonly proof: RegExp;
}

const LAYOUTS: readonly Layout[] = [
  {
    corpus: 'corpus',
    root: '.planning',
    holds: /^(phases|quick|milestones\/[^/]+-phases)$/,
    step: /^(.*-)?PLAN\.md$/,
    recap: /^(.*-)?SUMMARY\.md$/,
    proof: /^(.*-)?VERIFICATION\.md$/,
  },
  {
    corpus: 'corpus-renn',
    root: '.renn',
    holds: /^(stages|quick|milestones\/[^/]+-stages)$/,
    step: /^(.*-)?run\.md$/,
    recap: /^(.*-)?recap\.md$/,
    proof: /^(.*-)?proof\.md$/,
  },
];

/** What was counted; folders that only an overview names are stages too, and quick tasks together are one. */
const BBJ = '68 stages, 130 steps, 131 recaps, 53 proofs, 0 of them only in a problem';
const CARAMBUS = '53 stages, 218 steps, 216 recaps, 41 proofs, 0 of them only in a problem';
const COUNTS: Readonly<Record<string, string>> = {
  'corpus/BBx-Kitchen+bbj-language-server': BBJ,
  'corpus/ExplodingUFO+Videra': '360 stages, 480 steps, 508 recaps, 294 proofs, 10 of them only in a problem',
  'corpus/GernotUllrich+carambus': CARAMBUS,
  'corpus-renn/BBx-Kitchen+bbj-language-server': BBJ,
  'corpus-renn/GernotUllrich+carambus': CARAMBUS,
};

/** Like `find`: names alone, nothing is read. */
function onDisk(root: string, { holds, step, recap, proof }: Layout): OnDisk {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const stages = entries
    .filter((entry) => entry.isDirectory() && holds.test(relative(root, entry.parentPath)))
    .map((entry) => join(entry.parentPath, entry.name));
  const folders = new Set(stages);
  const files = (pattern: RegExp): string[] =>
    entries
      .filter((entry) => entry.isFile() && folders.has(entry.parentPath) && pattern.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
  return { stages, steps: files(step), recaps: files(recap), proofs: files(proof) };
}

/** Every path that the map shows, as often as it shows it; a quick task's folder is shown by its step. */
function onMap({ stages }: Plan): readonly string[] {
  return stages.flatMap(({ folder, steps, audit, documents = [] }) => [
    folder ?? '',
    ...(audit?.proof ? [audit.proof.file] : []),
    ...documents.map(({ file }) => file),
    ...steps.flatMap((step) => [
      step.file,
      ...(step.handoff ? [step.handoff.file] : []),
      ...(step.documents ?? []).map(({ file }) => file),
    ]),
  ]);
}

function inProblems({ stages, problems }: Plan): ReadonlySet<string> {
  const all = stages.flatMap((stage) => [
    ...(stage.problems ?? []),
    ...stage.steps.flatMap((step) => step.problems),
  ]);
  return new Set([...problems, ...all].map(({ file }) => file));
}

for (const layout of LAYOUTS) {
  const corpus = join(SHARED, layout.corpus);
  describe(`plans: every file of ../shared/${layout.corpus} is on the map once`, function () {
    this.timeout(30_000);
    const projects = existsSync(corpus)
      ? readdirSync(corpus, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => name)
      : [];
    if (projects.length === 0) it(`absent: ../shared/${layout.corpus}`);
    for (const project of projects) {
      it(project, async () => {
        const root = join(corpus, project, layout.root);
        const disk = onDisk(root, layout);
        const [plan, ...others] = await new PlanScanner({
          folders: [join(corpus, project)],
          include: [],
          exclude: [],
          openArchives: true,
          isIgnored: () => Promise.resolve(new Set()),
        }).scan();
        assert.ok(plan && others.length === 0, 'one plan');
        const shown = new Map<string, number>();
        for (const path of onMap(plan)) shown.set(path, (shown.get(path) ?? 0) + 1);
        const told = inProblems(plan);
        const quick = join(root, 'quick');
        const onceOrTold = (path: string): boolean =>
          shown.get(path) === 1 || (!shown.has(path) && told.has(path));
        const folders = disk.stages.filter((path) => !path.startsWith(quick));
        assert.deepEqual(
          {
            stages: folders.filter((path) => shown.get(path) !== 1),
            steps: disk.steps.filter((path) => shown.get(path) !== 1),
            recaps: disk.recaps.filter((path) => !onceOrTold(path)),
            proofs: disk.proofs.filter((path) => !onceOrTold(path)),
          },
          { stages: [], steps: [], recaps: [], proofs: [] },
        );
        const steps = plan.stages.flatMap((stage) => stage.steps.map(({ file }) => file));
        assert.deepEqual(
          steps.filter((file) => !disk.steps.includes(file)).map((file) => relative(root, file)),
          [],
          'steps that are no files of their kind',
        );
        const apart = [...disk.recaps, ...disk.proofs].filter((path) => !shown.has(path));
        assert.equal(
          `${plan.stages.length} stages, ${steps.length} steps, ${disk.recaps.length} recaps, ${disk.proofs.length} proofs, ${apart.length} of them only in a problem`,
          COUNTS[`${layout.corpus}/${project}`],
        );
      });
    }
  });
}
