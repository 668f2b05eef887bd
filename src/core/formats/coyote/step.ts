/** One step plan file: what the step-runner reads in it, and what its author evidently meant (coyote.md 1.2). */
import { readFrontMatter, type FrontMatter } from '../../frontMatter';
import type { PlanMark } from '../../plan';
import type { Problem, Range } from '../../problem';
import { dependencyRuns, findBlock, meantWord, scalar, type Block, type DigitRun } from './grammar';
import { frontMatterProblems, sectionProblems, statusProblems } from './stepProblems';
import type { FileText } from '../format';
import { headings, sectionLines } from '../sections';
import { testCommands } from '../testCommands';

/** The sections that a step plan must have; no script of the original enforces it. */
export const STEP_SECTIONS = [
  'Objective',
  'Context',
  'Tasks',
  'Acceptance criteria',
  'Test commands',
  'Edge cases',
  'Out of scope',
] as const;

/** What a step plan's text says, before other files are looked at. */
export interface StepText {
  readonly mark: PlanMark;
  readonly meant: PlanMark;
  /** The `status` value as written. */
  readonly markText: string;
  /** Empty: the slug is the title. */
  readonly title: string;
  /** The `step:` value, which no script reads. */
  readonly declared: { readonly text: string; readonly range: Range } | undefined;
  readonly dependencies: readonly DigitRun[];
  /** Where the value of `depends_on` stands. */
  readonly dependsOn: Range | undefined;
  /** The numbers that the author listed; `undefined` where that cannot be told. */
  readonly meantDependencies: readonly string[] | undefined;
  readonly testCommands: readonly string[];
  readonly problems: readonly Problem[];
}

const parsed = new WeakMap<FileText, StepText>();

/** Reads a step plan; the same `FileText` is parsed once. */
export function readStep(source: FileText, file: string): StepText {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const step = parse(source.text, file);
  parsed.set(source, step);
  return step;
}

function parse(text: string, file: string): StepText {
  const front = readFrontMatter(text, file);
  const lines = text.split('\n');
  const read = findBlock(text);
  const written = front.present ? writtenBlock(lines) : read;
  const exact = (read && scalar(read, 'status')?.exact) ?? '';
  const status = written && scalar(written, 'status');
  const declared = written && scalar(written, 'step');
  const all = headings(lines, front.bodyLine, STEP_SECTIONS);
  return {
    mark: exactMark(exact),
    meant: meantMark(meantWord(status?.exact ?? '')),
    markText: (status?.exact ?? exact).trim(),
    title: titleOf(front, written),
    declared: declared && { text: meantWord(declared.exact), range: declared.range },
    dependencies: read ? dependencyRuns(read) : [],
    dependsOn: written && scalar(written, 'depends_on')?.range,
    meantDependencies: listed(front),
    testCommands: testCommands(sectionLines(lines, all, 'Test commands')),
    problems: [
      ...frontMatterProblems({ front, read, lines, file }),
      ...statusProblems(read && scalar(read, 'status'), status, file),
      ...sectionProblems(STEP_SECTIONS, all, lines, front.bodyLine, file),
    ],
  };
}

/** The block of front matter that the file begins with, whatever keeps the original from seeing its opener. */
function writtenBlock(lines: readonly string[]): Block | undefined {
  return findBlock(['---', ...lines.slice(1)].join('\n'));
}

function exactMark(exact: string): PlanMark {
  if (exact === '') return 'pending';
  return exact === 'pending' || exact === 'in-progress' || exact === 'complete' ? exact : 'unrecognised';
}

/** What the author evidently meant by a status word; an empty one counts as pending, as in the original. */
export function meantMark(word: string): PlanMark {
  if (word === 'completed' || word === 'done') return 'complete';
  if (word === 'todo') return 'pending';
  return exactMark(word);
}

/** As the original reads it, but a quoted or folded title as YAML reads it. */
function titleOf(front: FrontMatter, block: Block | undefined): string {
  const found = block && scalar(block, 'title');
  if (block === undefined || found === undefined) return '';
  const written =
    block.lines[found.range.start.line - block.opener - 1]?.slice('title:'.length).trimStart() ?? '';
  const yaml = front.data['title'];
  const title = /^["'>|]/.test(written) && typeof yaml === 'string' ? yaml : found.exact;
  return title.replace(/\s+/g, ' ').trim();
}

/** The `depends_on` list as YAML has it: digit runs of its entries, comments left out. */
function listed(front: FrontMatter): string[] | undefined {
  if (!front.present || front.problems.length > 0) return undefined;
  const value = front.data['depends_on'];
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = entries.filter((entry) => typeof entry === 'string' || typeof entry === 'number').map(String);
  return texts.flatMap((entry) => entry.match(/[0-9]+/g) ?? []);
}
