/** The report of one run over all its stages (okstra.md 3.7): its checks and its review happen once for all of them. */
import { changedWords, type ChangedFile } from '../../../changedFile';
import type { CheckRecord } from '../../../checks';
import { evidenceBlock } from '../../../handoff/evidence';
import { fenced } from '../../../handoff/fence';
import { inline, pathText, time } from '../../../reportText';
import type { NewRow } from './consumerRows';
import { excerpt, shortList } from './excerpt';
import { outOfPlanSection, type OutOfPlanEdit } from './outOfPlan';
import { validationResult, type StageCheck, type StageResult } from './stageResult';

/** What a report is made of. */
export interface RunReportParts {
  readonly plan: { readonly title: string; readonly file: string };
  /** What the rows of the log name this run by. */
  readonly task: string;
  /** ISO 8601 UTC. */
  readonly started: string;
  readonly ended: string;
  /** HEAD before and after; absent without git. */
  readonly commits?: { readonly from: string; readonly to: string };
  /** In the order of the run. */
  readonly stages: readonly StageResult[];
  readonly checks: readonly CheckRecord[];
  /** Absent where nobody reviewed. */
  readonly review?: { readonly verdict: string; readonly text: string };
  /** Whether anything changed while it was reviewed. */
  readonly untouched: Untouched;
  readonly edits: readonly OutOfPlanEdit[];
  /** The rows that this run appended to `consumers.jsonl`. */
  readonly rows: readonly NewRow[];
  readonly changed: readonly ChangedFile[];
}

/** What changed during a review, which changes nothing: a line of Markdown for each; or why nobody can tell. */
export type Untouched = { readonly changed: readonly string[] } | { readonly unknown: string };

/** The whole report as Markdown. */
export function okstraRunReport(parts: RunReportParts): string {
  const sections = [
    heading(parts),
    ['## Stages', overview(parts.stages)],
    ...parts.stages.map(stageSection),
    ['## Checks', ...(parts.checks.length === 0 ? ['No check ran.'] : parts.checks.map(checkPart))],
    untouchedPart(parts.untouched),
    ['## Review', ...review(parts.review)],
    ['## Stage sidecar evidence', ...evidence(parts)],
    [outOfPlanSection(parts.edits)],
    ['## Combined diff', ...combined(parts.changed)],
  ];
  const filled = sections.flat().filter((text) => text !== '');
  return `${filled.join('\n\n')}\n`;
}

function heading({ plan, task, started, ended, commits, stages }: RunReportParts): string[] {
  const numbers = stages.map(({ number }) => number).join(', ');
  return [
    `# Implementation of stage${stages.length === 1 ? '' : 's'} ${numbers}`,
    [
      `- Plan: ${inline(plan.title)}, ${pathText(plan.file)}`,
      `- Run: ${pathText(task)}`,
      `- Started: ${time(started)}; ended: ${time(ended)}`,
      ...(commits === undefined ? [] : [`- Commits: ${pathText(commits.from)} to ${pathText(commits.to)}`]),
    ].join('\n'),
  ];
}

function overview(stages: readonly StageResult[]): string {
  const rows = stages.map((stage) => {
    const sidecar = stage.sidecar === undefined ? 'none' : pathText(stage.sidecar.file);
    return [String(stage.number), inline(stage.title), stage.outcome, validationResult(stage), sidecar];
  });
  return [['Stage', 'Title', 'Outcome', 'Validation', 'Sidecar'], Array<string>(5).fill('---'), ...rows]
    .map((cells) => `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

const MOST_ITEMS = 200;

function stageSection({ number, title, why, files, validations, outcomes, foreign }: StageResult): string[] {
  const name = inline(title);
  return [
    `## Stage ${number}${name === '' ? '' : `: ${name}`}`,
    why === undefined ? '' : inline(why),
    files.length === 0
      ? 'No files changed.'
      : `Files changed:\n\n${shortList(files.map(pathText), MOST_ITEMS)}`,
    foreign.length === 0
      ? ''
      : `### post validation of what only Stage Runner writes: failed\n\n${shortList(foreign.map(inline), MOST_ITEMS)}`,
    ...validations.map(validationPart),
    outcomes.length === 0
      ? ''
      : `For the review, since no command shows it:\n\n${shortList(outcomes.map(inline), MOST_ITEMS)}`,
  ];
}

function validationPart({ group, record }: StageCheck): string {
  return `### ${group} validation\n\n${fenced(evidenceBlock(record))}`;
}

function checkPart(record: CheckRecord): string {
  return `### ${record.check}\n\n${fenced(evidenceBlock(record))}`;
}

function untouchedPart(untouched: Untouched): string[] {
  const name = '### nothing changed during the review';
  if ('unknown' in untouched) return [`${name}: not run`, inline(untouched.unknown)];
  const { changed } = untouched;
  return changed.length === 0 ? [`${name}: passed`] : [`${name}: failed`, shortList(changed, MOST_ITEMS)];
}

/** UTF-16 units of what a reviewer wrote, and of a sidecar. */
const LONGEST_PART = 60_000;

function review(given: RunReportParts['review']): string[] {
  if (given === undefined) return ['Nobody reviewed this run.'];
  const { text, cut } = excerpt(given.text.trim(), LONGEST_PART);
  return [
    `Verdict: **${inline(given.verdict)}**`,
    text === '' ? '' : fenced(text, 'markdown'),
    cut ? 'Only the beginning of the review is shown.' : '',
  ];
}

function evidence({ stages, rows }: RunReportParts): string[] {
  const sidecars = stages.map(({ number, sidecar }) => {
    if (sidecar === undefined) return `Stage ${number} left no carry sidecar.`;
    const { text, cut } = excerpt(sidecar.json, LONGEST_PART);
    const rest = cut ? '\n\nOnly its beginning is shown.' : '';
    return `Stage ${number}, ${pathText(sidecar.file)}:\n\n${fenced(text, 'json')}${rest}`;
  });
  if (rows.length === 0) return [...sidecars, 'No row was appended to `consumers.jsonl`.'];
  const lines = rows.map((row) => JSON.stringify(row)).join('\n');
  return [...sidecars, `Rows appended to \`consumers.jsonl\`:\n\n${fenced(lines, 'json')}`];
}

function combined(changed: readonly ChangedFile[]): string[] {
  if (changed.length === 0) return ['No files changed.'];
  const sum = (key: 'added' | 'deleted'): number =>
    changed.reduce((total, file) => total + (file[key] ?? 0), 0);
  const files = changed.length === 1 ? '1 file' : `${changed.length} files`;
  return [`${files}, +${sum('added')} -${sum('deleted')}`, shortList(changed.map(changedWords), MOST_ITEMS)];
}
