/** The plan that a `.renn/` or `.planning/` folder makes: one reader for both (renn-gsd.md 5). */
import { basename, dirname, join, relative } from 'node:path';
import type { Archive, NamedDocument, Plan, Stage } from '../../plan';
import { fileProblem, type Problem } from '../../problem';
import { areasOf } from './areas';
import { CONFIG, configWords } from './config';
import type { StagedSource } from './digests';
import type { StagedProfile } from './names';
import { stagesOf } from './again';
import { quickStage } from './quick';
import { areaDocuments, configOf, hintsOf, milestoneNames } from './root';
import { StagedStages } from './stages';
import { type StagedTree, stagedTree, stagedTreeAfter } from './tree';

export function readStagedPlan(source: StagedSource, profile: StagedProfile): Plan {
  const { root, folder } = source;
  const tree = currentTree(source, profile);
  const main = areaDocuments('', source, profile);
  const { hints, problems } = hintsOf(source, profile);
  const config = configOf(source);
  const quick = quickStage(tree.quick, source, profile);
  const all = stagesOf(tree, source, profile);
  const stages = [...all.stages, ...(quick ? [quick] : [])];
  return {
    id: `${profile.id}:${root}`,
    format: profile.id,
    ...(profile.readOnly ? { readOnly: true } : {}),
    terms: profile.terms,
    title: titleOf(source, main.overview.title),
    root,
    folder,
    overview: tree.rootFiles.includes(profile.overview) ? join(root, profile.overview) : undefined,
    notes: undefined,
    stages,
    archives: archivesOf(tree, source.opened, milestoneNames(source, profile)),
    hints: [...(main.state?.hint ? [main.state.hint] : []), ...hints],
    ...(config === undefined ? {} : { settings: configWords(config) }),
    documents: documentsOf(tree, root, profile),
    problems: [
      ...unplaced(source.problems, stages),
      ...problems,
      ...(config?.problems ?? []),
      ...all.problems,
      ...looseFiles(tree, root, profile),
    ],
  };
}

/**
 * A part of the work of `readStagedPlan` with each value that is taken, so that whoever has to pause in between can: what
 * was done once is not done again.
 */
export function* prepareStagedPlan(source: StagedSource, profile: StagedProfile): Generator<void> {
  const stages = new StagedStages(currentTree(source, profile), source, profile).all();
  while (stages.next().done !== true) yield;
}

const trees = new WeakMap<StagedSource['digests'], StagedTree>();

/** The tree of the listing; what did not change since the last time is the same. */
function currentTree({ listing, digests }: StagedSource, profile: StagedProfile): StagedTree {
  const before = trees.get(digests);
  const tree = before ? stagedTreeAfter(before, listing, profile) : stagedTree(listing, profile);
  areasOf(tree, profile, before);
  trees.set(digests, tree);
  return tree;
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
  const around = root === folder ? '' : relative(folder, dirname(root)).replaceAll('\\', '/');
  return name || around || basename(dirname(root));
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

function documentsOf(
  { rootFiles }: StagedTree,
  root: string,
  { documents, state }: StagedProfile,
): NamedDocument[] {
  const kinds: Readonly<Record<string, string>> = { ...documents, [state]: 'state', [CONFIG]: 'config' };
  return rootFiles.flatMap((name) => {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    return kind === undefined ? [] : [{ kind, file: join(root, name) }];
  });
}

function looseFiles({ loose }: StagedTree, root: string, { terms, stages }: StagedProfile): Problem[] {
  const message = `This file lies beside the folders of the ${terms.stage}s, where the tool looks at nothing: move it into one of them or out of ${stages}/.`;
  return loose.map((name) => fileProblem('stage-file-loose', 'info', join(root, name), message));
}
