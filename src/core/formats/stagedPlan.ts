/** The plan that a `.renn/` or `.planning/` folder makes: one reader for both (renn-gsd.md 5). */
import { basename, dirname, join, relative } from 'node:path';
import type { Archive, NamedDocument, Plan, Problem, Stage } from '../plan';
import { fileProblem } from './runrJson';
import type { StagedSource } from './stagedDigests';
import type { StagedProfile } from './stagedNames';
import { quickStage } from './stagedQuick';
import { areaDocuments, hintsOf, milestoneNames } from './stagedRoot';
import { stagesOf } from './stagedStages';
import { type StagedTree, stagedTree } from './stagedTree';

export function readStagedPlan(source: StagedSource, profile: StagedProfile): Plan {
  const { root, folder, listing } = source;
  const tree = stagedTree(listing, profile);
  const main = areaDocuments('', source, profile);
  const { hints, problems } = hintsOf(source, profile);
  const quick = quickStage(tree.quick, source, profile);
  const stages = [...stagesOf(tree, source, profile), ...(quick ? [quick] : [])];
  return {
    id: `${profile.id}:${root}`,
    format: profile.id,
    notRun: true,
    terms: profile.terms,
    title: titleOf(source, main.overview.title),
    root,
    folder,
    overview: listing.includes(profile.overview) ? join(root, profile.overview) : undefined,
    notes: undefined,
    stages,
    archives: archivesOf(tree, source.opened, milestoneNames(source, profile)),
    hints: [...(main.state?.hint ? [main.state.hint] : []), ...hints],
    documents: documentsOf(source, profile),
    problems: [...unplaced(source.problems, stages), ...problems, ...looseFiles(tree, root, profile)],
  };
}

/** What went wrong with files of no stage. */
function unplaced(problems: readonly Problem[], stages: readonly Stage[]): Problem[] {
  if (problems.length === 0) return [];
  const placed = new Set(
    stages.flatMap((stage) => [...(stage.problems ?? []), ...stage.steps.flatMap((step) => step.problems)]),
  );
  return problems.filter((problem) => !placed.has(problem));
}

/** What the project is called in its overview, else the folder that it is the plan of. */
function titleOf({ root, folder }: StagedSource, heading: string): string {
  const name = heading.replace(/^(?:Roadmap|Track)\b\s*[:–—-]*\s*/i, '').trim();
  return name || relative(folder, dirname(root)).replaceAll('\\', '/') || basename(dirname(root));
}

function archivesOf(
  { archives, stages }: StagedTree,
  opened: ReadonlySet<string>,
  names: ReadonlyMap<string, string>,
): Archive[] {
  const counts = new Map<string, number>();
  for (const { archive } of stages)
    if (archive !== undefined) counts.set(archive, (counts.get(archive) ?? 0) + 1);
  return archives.map((key) => ({
    key,
    title: names.get(key) ?? key,
    stages: counts.get(key) ?? 0,
    opened: opened.has(key),
  }));
}

function documentsOf({ root, listing }: StagedSource, { documents, state }: StagedProfile): NamedDocument[] {
  const kinds: Readonly<Record<string, string>> = { ...documents, [state]: 'state' };
  return listing.flatMap((name) => {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    return kind === undefined ? [] : [{ kind, file: join(root, name) }];
  });
}

function looseFiles({ loose }: StagedTree, root: string, { terms, stages }: StagedProfile): Problem[] {
  const message = `This file lies beside the folders of the ${terms.stage}s, where the tool looks at nothing: move it into one of them or out of ${stages}/.`;
  return loose.map((name) => fileProblem('stage-file-loose', 'info', join(root, name), message));
}
