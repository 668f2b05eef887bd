/**
 * GSD-2's `.gsd/` (renn-gsd.md 2.8): a slice is a stage, a task a step. Its database is what counts and the Markdown only
 * a projection of it, so all of it is shown and nothing is run or written.
 */
import { dirname, join, relative } from 'node:path';
import type { Hint, Plan, PlanMark, Stage, Step } from '../plan';
import type { Problem } from '../problem';
import type { FileText, Listing, PlanFormat, PlanSource } from './format';
import { gsd2Items, type Gsd2Item } from './gsd2/items';
import { type Gsd2Milestone, gsd2Milestones, type Gsd2Slice, isGsd2 } from './gsd2/files';

const ENTERED = /^milestones\/(?:M\d+[^/]*\/(?:slices\/(?:S\d+\/(?:tasks\/)?)?)?)?$/;

export const gsd2: PlanFormat = {
  id: 'gsd2',
  depth: 5,
  looksIn: (path) => /(?:^|\/)\.gsd$/.test(path),
  enters: (folder) => ENTERED.test(folder),
  recognises: isGsd2,
  reads(listing) {
    const names = new Set(listing);
    const wanted = gsd2Milestones(listing).flatMap(({ roadmap, slices }) => [
      roadmap,
      ...slices.map(({ plan }) => plan),
    ]);
    return wanted.filter((name) => names.has(name));
  },
  watches: [{ folder: 'milestones', pattern: '**/*.md' }],
  read: readPlan,
};

function readPlan({ root, folder, listing, files, problems }: PlanSource): Plan {
  const milestones = gsd2Milestones(listing);
  return {
    id: `gsd2:${root}`,
    format: 'gsd2',
    readOnly: true,
    terms: {
      plan: 'project',
      stage: 'slice',
      step: 'task',
      batch: 'batch',
      gate: 'gate',
      handoff: 'summary',
    },
    title: (root === folder ? '' : relative(folder, dirname(root)).replaceAll('\\', '/')) || 'GSD-2',
    root,
    folder,
    overview: undefined,
    notes: undefined,
    stages: milestones.flatMap((milestone) => stagesIn(milestone, root, files, problems)),
    hints: databaseHints(listing, root),
    problems,
  };
}

function databaseHints(listing: Listing, root: string): Hint[] {
  const database = listing.find((name) => /^gsd\.db(?:-wal)?$/.test(name));
  if (database === undefined) return [];
  const text = 'The database of GSD-2 is what counts; these files only follow it.';
  return [{ text, file: join(root, database) }];
}

type Files = ReadonlyMap<string, FileText>;

/** The slices that the roadmap names and those that have a folder, each once. */
function stagesIn(
  { id, path, roadmap, slices }: Gsd2Milestone,
  root: string,
  files: Files,
  unread: readonly Problem[],
): Stage[] {
  const { title, items } = gsd2Items(files.get(roadmap), 'S');
  const ids = [...new Set([...items.keys(), ...slices.map((slice) => slice.id)])].sort();
  const milestone = title === '' ? id : `${id} ${title}`;
  return ids.map((slice): Stage => {
    const item = items.get(slice);
    const folder = slices.find((one) => one.id === slice);
    const key = `${path.split('/')[1] ?? id}/${slice}`;
    return {
      key,
      title: item?.title ?? slice,
      number: slice,
      milestone,
      ...(folder === undefined ? {} : { folder: join(root, folder.path) }),
      claims: item === undefined ? [] : [claimOf(item, join(root, roadmap))],
      documents: folder === undefined ? [] : documentsOf(folder, root),
      steps: folder === undefined ? [] : stepsIn(folder, key, root, files, unread),
    };
  });
}

function claimOf({ checked, line }: Gsd2Item, file: string) {
  const means: PlanMark = checked ? 'complete' : 'pending';
  return { by: 'overview', says: checked ? '[x]' : '[ ]', file, line, means } as const;
}

/** The tasks that the slice's plan names and those that have a file, each once. */
function stepsIn(
  slice: Gsd2Slice,
  key: string,
  root: string,
  files: Files,
  unread: readonly Problem[],
): Step[] {
  const closed = unread.some(({ file }) => file === join(root, slice.path, 'tasks'));
  const { items } = gsd2Items(files.get(slice.plan), 'T');
  const named = slice.names.flatMap((name) => /\/tasks\/(T\d+)-PLAN\.md$/.exec(name)?.[1] ?? []);
  return [...new Set([...items.keys(), ...named])].sort().map((id): Step => {
    const own = `${slice.path}tasks/${id}-PLAN.md`;
    const summary = `${slice.path}tasks/${id}-SUMMARY.md`;
    const item = items.get(id);
    const [hasOwn, done] = [slice.names.includes(own), slice.names.includes(summary)];
    const file = join(root, summary);
    return {
      key: `${key}/${id}`,
      number: id,
      title: item?.title ?? id,
      file: join(root, hasOwn ? own : slice.plan),
      ...(hasOwn || item === undefined ? {} : { line: item.line }),
      mark: done ? 'complete' : 'pending',
      meant: done ? 'complete' : 'pending',
      markText: item?.checked ? '[x]' : '',
      dependsOn: [],
      handoff: done ? { file, result: 'complete', defects: [] } : undefined,
      evidence: done ? { file, source: 'summary' } : undefined,
      handoffFile: file,
      testCommands: [],
      ...(closed && !done ? { unread: 'tasks/ could not be read' } : {}),
      claims: item === undefined ? [] : [claimOf(item, join(root, slice.plan))],
      problems: [],
    };
  });
}

function documentsOf({ id, path, names }: Gsd2Slice, root: string): NonNullable<Stage['documents']> {
  const prefix = `${path}${id}-`;
  return names.flatMap((name) => {
    if (!name.startsWith(prefix) || !name.endsWith('.md')) return [];
    return [
      { kind: name.slice(prefix.length, -3).replaceAll('-', ' ').toLowerCase(), file: join(root, name) },
    ];
  });
}
