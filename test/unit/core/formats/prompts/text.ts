/** A folder of prompts in memory, and the plan that is read from it as text. */
import { relative } from 'node:path';
import type { CommitSubject, FileText, PlanSource } from '../../../../../src/core/formats/format';
import { prompts } from '../../../../../src/core/formats/prompts';
import type { PromptsDigest } from '../../../../../src/core/formats/prompts/digest';
import type { Claim, Plan, Step } from '../../../../../src/core/plan';

export const ROOT = '/w/.prompts';

export interface Given {
  readonly root?: string;
  /** Subjects, newest first, or why there are none; without either git was not asked. */
  readonly commits?: readonly string[] | string;
}

/** Reads files by their names below the folder; what the format takes as a digest it gets as JSON would bring it back. */
export function read(files: Readonly<Record<string, string>>, given: Given = {}): Plan {
  const names = Object.keys(files);
  const folders = names.flatMap((name) =>
    name.split('/').map((_, at, parts) => parts.slice(0, at).join('/')),
  );
  const listing = [...new Set([...names, ...folders.filter(Boolean).map((name) => `${name}/`)])].sort();
  const texts = new Map<string, FileText>();
  const digests = new Map<string, { digest: PromptsDigest; modified: number }>();
  for (const [index, name] of [...prompts.reads(listing)].entries()) {
    const text = { text: files[name] ?? '', modified: index + 1 };
    if (prompts.digest?.takes(name) !== true) texts.set(name, text);
    else {
      const digest = JSON.parse(JSON.stringify(prompts.digest.of(name, text))) as PromptsDigest;
      digests.set(name, { digest, modified: text.modified });
    }
  }
  const source: PlanSource<PromptsDigest> = {
    root: given.root ?? ROOT,
    folder: '/w',
    listing,
    files: texts,
    digests,
    opened: new Set(),
    ...(given.commits !== undefined && {
      commits: typeof given.commits === 'string' ? given.commits : given.commits.map(commit),
    }),
    problems: [],
  };
  return prompts.read(source);
}

function commit(subject: string, index: number): CommitSubject {
  return {
    sha: `${String(index).padStart(2, '0')}${'c'.repeat(38)}`,
    subject,
    at: `2026-01-01T00:00:0${index}Z`,
  };
}

/** Stages, steps with their mark, and what decided; claims only where they are asked for. */
export function planText(plan: Plan, ...show: ('claims' | 'problems')[]): string[] {
  return [
    ...plan.stages.flatMap((stage) => [
      ...(stage.title === ''
        ? []
        : [`${stage.title}${stage.claims?.map(({ says }) => ` (${says})`).join('') ?? ''}`]),
      ...stage.steps.flatMap((step) => [
        `${stage.title === '' ? '' : '  '}${stepLine(step)}`,
        ...(show.includes('claims')
          ? (step.claims ?? []).map((claim) => `    ${claimLine(claim, plan.root)}`)
          : []),
      ]),
    ]),
    ...(show.includes('problems') ? problemsText(plan) : []),
  ];
}

function stepLine({ key, title, mark, markText, evidence, stop, dependsOn }: Step): string {
  const open = dependsOn.filter(({ satisfied }) => !satisfied).map(({ reason = '' }) => reason);
  return [
    `${key} ${title}: ${mark} (${markText})`,
    ...(evidence && 'missing' in evidence ? [`but ${evidence.missing}`] : []),
    ...(evidence && 'file' in evidence ? [`by ${evidence.source}`] : []),
    ...(stop ? [`stop ${stop.code}`] : []),
    ...(dependsOn.length > 0 ? [`needs ${dependsOn.map((one) => one.step ?? one.number).join(' ')}`] : []),
    ...(open.length > 0 ? [`waits: ${open.join('; ')}`] : []),
  ].join(', ');
}

function claimLine({ by, says, file, line, weak, means }: Claim, root: string): string {
  const where = file === undefined ? '' : ` @${relative(root, file)}${line === undefined ? '' : `:${line}`}`;
  return `${weak ? 'weakly ' : ''}${by}: ${says}${means ? ` = ${means}` : ''}${where}`;
}

export function problemsText(plan: Plan): string[] {
  const all = [
    ...plan.stages.flatMap(({ steps }) => steps.flatMap(({ problems }) => problems)),
    ...plan.problems,
  ];
  return all.map(
    ({ severity, code, file, range, message }) =>
      `${severity} ${code} ${relative(plan.root, file)}:${range.start.line} ${message}`,
  );
}
