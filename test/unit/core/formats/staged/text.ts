/** A staged plan in memory, and what is read from it as text. */
import { relative } from 'node:path';
import {
  byText,
  type FileText,
  type PlanFormat,
  type PlanSource,
} from '../../../../../src/core/formats/format';
import { gsd } from '../../../../../src/core/formats/gsd';
import { gsd2 } from '../../../../../src/core/formats/gsd2';
import { gsdAntigravity } from '../../../../../src/core/formats/gsdAntigravity';
import { renn } from '../../../../../src/core/formats/renn';
import type { StagedDigest } from '../../../../../src/core/formats/staged/digests';
import type { Claim, Plan, Stage, Step } from '../../../../../src/core/plan';
import type { Problem } from '../../../../../src/core/problem';

/** Texts by their names below the root; a pair gives the time of change too. */
export type Files = Readonly<Record<string, string | readonly [text: string, modified: number]>>;

export interface InMemory {
  readonly source: PlanSource<StagedDigest>;
  /** What the format asked for. */
  readonly asked: readonly string[];
}

const ROOTS = {
  renn: '/w/app/.renn',
  gsd: '/w/app/.planning',
  gsd2: '/w/app/.gsd',
  'gsd-antigravity': '/w/app/.gsd',
} as const;
const FORMATS = { renn, gsd, gsd2, 'gsd-antigravity': gsdAntigravity } as const;
type Id = keyof typeof ROOTS;

/** Hands the format what it asks for and nothing else. */
export function inMemory(id: Id, files: Files, opened: readonly string[] = []): InMemory {
  const format: PlanFormat<StagedDigest> = FORMATS[id] as PlanFormat<StagedDigest>;
  const root = ROOTS[id];
  const names = Object.keys(files);
  const folders = names.flatMap((name) =>
    name.split('/').map((_, at, parts) => parts.slice(0, at).join('/')),
  );
  const listing = [...new Set([...names, ...folders.filter(Boolean).map((name) => `${name}/`)])].sort(byText);
  const [texts, digests] = [
    new Map<string, FileText>(),
    new Map<string, { digest: StagedDigest; modified: number }>(),
  ];
  const source = {
    root,
    folder: '/w/app',
    listing,
    files: texts,
    digests,
    opened: new Set(opened),
    problems: [],
  };
  const asked: string[] = [];
  const take = (wanted: Iterable<string>): void => {
    for (const name of wanted) {
      asked.push(name);
      const value = files[name];
      if (value === undefined) throw new Error(`${name} is asked for and not there.`);
      const [text, modified] = typeof value === 'string' ? [value, 0] : value;
      if (format.digest?.takes(name))
        digests.set(name, { digest: format.digest.of(name, { text, modified }), modified });
      else texts.set(name, { text, modified });
    }
  };
  take(format.reads(listing));
  take(format.reads(listing, source));
  return { source, asked };
}

export function read(id: Id, files: Files, opened: readonly string[] = []): Plan {
  return FORMATS[id].read(inMemory(id, files, opened).source);
}

/** Stages and steps, each a line, with what is said of them below. */
export function stagedText({ stages, problems, hints, root }: Plan): string[] {
  return [
    ...(hints ?? []).map(({ text, since }) => `hint: ${text} (${since ?? 'no age'})`),
    ...stages.flatMap((stage) => stageText(stage, root)),
    ...problems.map((problem) => problemText(problem, root)),
  ];
}

function stageText(stage: Stage, root: string): string[] {
  const { number, title, audit, claims, milestone, problems, steps, folder, backlog } = stage;
  const proof = audit?.proof;
  const facts = [
    ...(folder === undefined ? ['no folder'] : []),
    ...(audit?.prepared ? ['prepared'] : []),
    ...(backlog ? ['backlog'] : []),
    ...(proof ? [`${proof.verdict}${proof.reason === undefined ? '' : ` (${proof.reason})`}`] : []),
    ...(milestone === undefined ? [] : [`in ${milestone}`]),
  ];
  return [
    `${number ?? '-'} ${title}${facts.length > 0 ? `: ${facts.join(', ')}` : ''}`,
    ...(claims ?? []).map((claim) => `  ${claimText(claim)}`),
    ...(problems ?? []).map((problem) => `  ${problemText(problem, root)}`),
    ...steps.flatMap((step) => stepText(step, root)).map((line) => `  ${line}`),
  ];
}

function stepText(step: Step, root: string): string[] {
  const { handoff } = step;
  const recap = handoff
    ? ` <- ${relative(root, handoff.file).replace(/^.*\//, '')} ${handoff.result ?? ''}`
    : '';
  return [
    `${step.number ?? '-'} ${step.title} [${step.mark}]${recap}`,
    ...step.dependsOn.map(
      ({ number, satisfied, reason }) => `  needs ${number}: ${satisfied ? 'satisfied' : (reason ?? '')}`,
    ),
    ...(step.claims ?? []).map((claim) => `  ${claimText(claim)}`),
    ...step.problems.map((problem) => `  ${problemText(problem, root)}`),
  ];
}

function claimText({ by, says, means, weak, since }: Claim): string {
  const meaning = means === undefined ? '' : ` = ${weak ? 'perhaps ' : ''}${means}`;
  return `${by}: ${says}${meaning}${since === undefined ? '' : ` since ${since.slice(0, 10)}`}`;
}

function problemText({ severity, code, file }: Problem, root: string): string {
  return `${severity} ${code} ${relative(root, file)}`;
}
