/** An okstra folder in memory, and the plan that is read from it as text. */
import { relative } from 'node:path';
import type { FileText, PlanSource } from '../../../../../src/core/formats/format';
import { okstra } from '../../../../../src/core/formats/okstra';
import { stepsOf, type Plan, type Step } from '../../../../../src/core/plan';
import type { Problem } from '../../../../../src/core/problem';

export const ROOT = '/w/.okstra/task';
export const REPORTS = 'runs/implementation-planning/reports';
export const REPORT = `${REPORTS}/final-report-implementation-planning-001.md`;
export const LOG = 'runs/implementation-planning/consumers.jsonl';

export interface InMemory {
  readonly source: PlanSource;
  /** What the format asked for, in that order. */
  readonly asked: readonly string[];
}

/** Files by their names below the root; an object is written as JSON. Only what the format asks for is handed in. */
export function inMemory(
  files: Readonly<Record<string, unknown>>,
  more: Partial<Pick<PlanSource, 'settings' | 'problems' | 'root' | 'folder'>> = {},
): InMemory {
  const names = Object.keys(files);
  const folders = names.flatMap((name) =>
    name.split('/').map((_, at, parts) => parts.slice(0, at).join('/')),
  );
  const listing = [...new Set([...names, ...folders.filter(Boolean).map((name) => `${name}/`)])].sort();
  const texts = new Map<string, FileText>();
  const source: PlanSource = {
    root: ROOT,
    folder: '/w',
    listing,
    files: texts,
    digests: new Map(),
    opened: new Set(),
    problems: [],
    ...more,
  };
  const asked: string[] = [];
  const take = (wanted: Iterable<string>): void => {
    for (const name of wanted) {
      asked.push(name);
      const value = files[name];
      if (value === null || texts.has(name)) continue;
      texts.set(name, {
        text: typeof value === 'string' ? value : JSON.stringify(value),
        modified: asked.length,
      });
    }
  };
  take(okstra.reads(listing));
  take(okstra.reads(listing, source));
  return { source, asked };
}

export function read(...given: Parameters<typeof inMemory>): Plan {
  return okstra.read(inMemory(...given).source);
}

/** A plan as an indented text, problems with their places. */
export function planText(plan: Plan): string[] {
  return [
    `${plan.title} (${plan.stages[0]?.outcome ?? ''})`,
    ...stepsOf(plan).flatMap((step) => stepLines(plan, step).map((line) => `  ${line}`)),
    ...plan.problems.map((problem) => problemLine(plan, problem)),
  ];
}

function stepLines(plan: Plan, step: Step): string[] {
  const path = (file: string): string => relative(plan.root, file);
  const { evidence, handoff, batch, dependsOn, files = [], claims = [] } = step;
  const place = step.line === undefined ? '' : ` line ${step.line + 1}`;
  return [
    `${step.number ?? '-'} ${step.title}${place} [${step.mark}: ${step.markText}] batch ${batch?.key ?? 'none'}`,
    ...dependsOn.map(
      ({ number, satisfied, reason }) => `  needs ${number}: ${satisfied ? 'satisfied' : (reason ?? '')}`,
    ),
    ...files.map((file) => `  file ${file}`),
    ...step.testCommands.map((command) => `  $ ${command}`),
    ...(handoff
      ? [`  sidecar ${path(handoff.file)}${handoff.defects.map((defect) => ` ${defect}`).join('')}`]
      : []),
    ...(evidence
      ? [
          'missing' in evidence
            ? `  missing: ${evidence.missing}`
            : `  evidence ${path(evidence.file)} ${evidence.commit ?? '-'} ${evidence.at ?? '-'}`,
        ]
      : []),
    ...claims.map(
      ({ by, says, file, line, since, means, weak }) =>
        `  ${by} says ${says}${means === undefined ? '' : ` = ${means}`}${weak ? ' (weak)' : ''} ${path(file ?? '')}${line === undefined ? '' : `:${line + 1}`}${since === undefined ? '' : ` ${since}`}`,
    ),
    ...step.problems.map((problem) => `  ${problemLine(plan, problem)}`),
  ];
}

/** `error okstra-cycle 5:13-5:14 (6:13): message`, lines from 1, with the report's own name left out. */
export function problemLine(plan: Plan, problem: Problem): string {
  const { severity, code, file, range, message, related } = problem;
  const name = file === plan.overview ? '' : ` ${relative(plan.root, file)}`;
  const start = `${range.start.line + 1}:${range.start.character}`;
  const end = range.start.character === range.end.character ? '' : `-${range.end.character}`;
  const other = related ? ` (${related.range.start.line + 1}:${related.range.start.character})` : '';
  return `${severity} ${code}${name} ${start}${end}${other}: ${message}`;
}

/** Every problem as `severity code`, those of stages with their number. */
export function codes(plan: Plan): string[] {
  return [
    ...stepsOf(plan).flatMap((step) =>
      step.problems.map(({ severity, code }) => `${step.key}: ${severity} ${code}`),
    ),
    ...plan.problems.map(({ severity, code }) => `${severity} ${code}`),
  ];
}

/** A stage for `reportOf`. */
export interface StageParts {
  readonly number: number;
  readonly title?: string;
  /** The cells of the Stage Map as written. */
  readonly needs?: string;
  readonly count?: string;
  /** Rows of the steps' table. */
  readonly steps?: number;
  readonly files?: readonly string[];
  readonly post?: string;
}

/** A report with these stages, in the layout of version 0.47. */
export function reportOf(stages: readonly StageParts[], after = ''): string {
  const rows = stages.map(
    ({ number, title, needs, count, steps = 1 }) =>
      `| ${number} | ${title ?? `Part ${number}`} | ${needs ?? '(none)'} | ${count ?? steps} |`,
  );
  return [
    '## 4.5 Stage Map',
    '',
    '| stage | title | depends-on | step-count |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...stages.map(sectionOf),
    after,
  ].join('\n');
}

export function sectionOf({ number, title, steps = 1, files, post = 'npm test' }: StageParts): string {
  const rows = Array.from(
    { length: steps },
    (_, at) => `| ${at + 1} | do it | \`a.ts\` | \`npm t\` | pass |`,
  );
  return [
    `## 4.5.${number} Stage ${number}: ${title ?? `Part ${number}`}`,
    '',
    '### Stepwise Execution Order',
    '',
    '| step | action | files | command | expected |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    '### Stage Exit Contract',
    '',
    `- 추가/변경된 파일 (예측): ${(files ?? [`src/part${number}.ts`]).map((file) => `\`${file}\``).join(', ')}`,
    '- identifiers: `Part`',
    '',
    '### Stage Validation',
    '',
    '- pre: `git status --porcelain` is empty',
    '- mid: `npm run typecheck`',
    `- post: \`${post}\``,
    '',
  ].join('\n');
}

/** Rows of the log, one a line. */
export function logOf(...rows: readonly Readonly<Record<string, unknown>>[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
