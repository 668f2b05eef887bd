/** What scheduling needs of one run or plan file of the staged formats (renn-gsd.md 1.3, 2.1). */
import { rangeOf, type FileProblem, type Written } from '../../written';
import { readBlock } from './block';
import { readBody, type Body, type CheckpointTask } from './body';
import { emptiness } from './empty';
import type { Entries, Entry } from './lines';
import { shortened } from './text';

export type { CheckpointTask } from './body';

/**
 * A small JSON value. Every value is the text as written, without quotes and never turned into a number: `01`, `1.10`,
 * `38.6`. A key that the file does not have, or that has no value, is absent; lists are then empty.
 */
export interface PlanFileDigest {
  readonly kind: 'plan';
  /** Whether the file begins with front matter that is also closed. */
  readonly frontMatter: boolean;
  /** `title:`, else the first heading before the first task, else the beginning of the objective. */
  readonly title?: string;
  /** The first line of `<objective>`, at most 200 characters. */
  readonly objective?: string;
  /** `stage:` or `phase:`. */
  readonly stage?: Written;
  /** `run:` or `plan:`. */
  readonly run?: Written;
  /** `batch:` or `wave:`. */
  readonly batch?: Written;
  /** Items of `depends_on:`; a scalar is cut at its commas. */
  readonly dependsOn: readonly Written[];
  /** Items of `files_modified:`. */
  readonly files: readonly Written[];
  readonly requirements: readonly string[];
  readonly autonomous?: Written;
  /** `gap_closure: true`. */
  readonly gapClosure: boolean;
  readonly type?: string;
  /** The plan's own `status:`, such as `superseded`; no authority otherwise (renn-gsd.md 3). */
  readonly status?: Written;
  readonly checkpoints: readonly CheckpointTask[];
  /** `<task>` openings outside code fences, else headings `## Task N`; where `cut`, at least so many. */
  readonly tasks: number;
  /**
   * Kinds of the gates, for `Step.gates`: those of the checkpoint tasks, each once; `gate` where only
   * `autonomous: false` says so; empty where nothing stops for a person.
   */
  readonly gates: readonly string[];
  /** Only the beginning of the file was looked at. */
  readonly cut?: true;
  readonly problems: readonly FileProblem[];
}

const KEYS = new Set([
  'title',
  'stage',
  'phase',
  'run',
  'plan',
  'batch',
  'wave',
  'depends_on',
  'files_modified',
  'requirements',
  'autonomous',
  'gap_closure',
  'type',
  'status',
]);

/**
 * Never throws; linear in the text. Problems: those of `readBlock`, `gate-not-declared` and `gate-not-found` (info: the
 * front matter and the tasks disagree on whether a person is asked), `step-empty` (warning).
 * @param cut only the beginning of the file is in `text`
 */
export function planFileDigest(text: string, cut: boolean): PlanFileDigest {
  const block = readBlock(text, KEYS, cut);
  const body = readBody(text, block.bodyAt, block.bodyLine);
  const { entries } = block;
  const autonomous = entries.get('autonomous')?.scalar;
  const title = titleOf(entries, body);
  return {
    kind: 'plan',
    frontMatter: block.present,
    ...(title === undefined ? {} : { title }),
    ...(body.objective === undefined ? {} : { objective: body.objective }),
    ...scalar('stage', entries.get('stage') ?? entries.get('phase')),
    ...scalar('run', entries.get('run') ?? entries.get('plan')),
    ...scalar('batch', entries.get('batch') ?? entries.get('wave')),
    dependsOn: listOf(entries.get('depends_on')),
    files: listOf(entries.get('files_modified')),
    requirements: listOf(entries.get('requirements')).map((item) => item.text),
    ...scalar('autonomous', entries.get('autonomous')),
    gapClosure: isYes(entries.get('gap_closure')?.scalar),
    ...typeOf(entries),
    ...scalar('status', entries.get('status')),
    checkpoints: body.checkpoints,
    tasks: body.tasks,
    gates: gatesOf(body, autonomous),
    ...(cut ? { cut: true } : {}),
    problems: [
      ...block.problems,
      ...disagreement(body, autonomous, cut),
      ...emptiness(text, 'step-empty', EMPTY, EXAMPLE),
    ],
  };
}

const EMPTY = 'This file is empty: what is to be done was expected in it.';
const EXAMPLE = '<objective>What is to be reached</objective>';

/** After a word: not in "e.g. this", nor in "the 5. row". */
const SENTENCE_END = /(?<![\s(.][^\s.])\. /;

function titleOf(entries: Entries, body: Body): string | undefined {
  const { objective } = body;
  return (
    entries.get('title')?.scalar?.text ??
    body.heading ??
    (objective === undefined ? undefined : shortened(objective.split(SENTENCE_END, 1)[0] ?? objective, 80))
  );
}

function scalar<K extends string>(name: K, entry: Entry | undefined): { readonly [key in K]?: Written } {
  const written = entry?.scalar;
  return (isNothing(written) ? {} : { [name]: written }) as { readonly [key in K]?: Written };
}

function typeOf(entries: Entries): { readonly type?: string } {
  const type = entries.get('type')?.scalar?.text;
  return type === undefined ? {} : { type };
}

function isNothing(written: Written | undefined): boolean {
  return written === undefined || ['', '~', 'null'].includes(written.text.toLowerCase());
}

function isYes(written: Written | undefined): boolean {
  return written !== undefined && ['true', 'yes'].includes(written.text.toLowerCase());
}

function isNo(written: Written | undefined): boolean {
  return written !== undefined && ['false', 'no'].includes(written.text.toLowerCase());
}

/** The items of a list; of a scalar the parts between its commas, each where it stands. */
function listOf(entry: Entry | undefined): readonly Written[] {
  if (entry?.scalar === undefined) return entry?.items.filter(({ text }) => text !== '') ?? [];
  const { text, line, from } = entry.scalar;
  if (isNothing(entry.scalar) || text.toLowerCase() === 'none') return [];
  let at = from;
  return text.split(',').flatMap((part) => {
    const start = at + part.length - part.trimStart().length;
    at += part.length + 1;
    const word = part.trim();
    return word === '' ? [] : [{ text: word, line, from: start, to: start + word.length }];
  });
}

function gatesOf(body: Body, autonomous: Written | undefined): string[] {
  if (body.checkpoints.length > 0) return [...new Set(body.checkpoints.map(({ kind }) => kind))];
  return isNo(autonomous) ? ['gate'] : [];
}

/** Both say whether a person is asked; the one that says so counts (renn-gsd.md 5.4). */
function disagreement(body: Body, autonomous: Written | undefined, cut: boolean): FileProblem[] {
  const [checkpoint] = body.checkpoints;
  if (checkpoint && !isNo(autonomous)) {
    const message =
      autonomous === undefined
        ? 'This task stops for a person, but the front matter does not say "autonomous: false".'
        : `This task stops for a person, but the front matter says "autonomous: ${autonomous.text}".`;
    const range = rangeOf(autonomous ?? checkpoint);
    return [{ code: 'gate-not-declared', severity: 'info', range, message, example: 'autonomous: false' }];
  }
  if (checkpoint || cut || autonomous === undefined || !isNo(autonomous)) return [];
  const message = 'The front matter says that a person is asked, but no task is a checkpoint.';
  const example = '<task type="checkpoint:human-verify" gate="blocking">';
  return [{ code: 'gate-not-found', severity: 'info', range: rangeOf(autonomous), message, example }];
}
