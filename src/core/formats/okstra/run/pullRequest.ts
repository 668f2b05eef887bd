/** The pull request of one run, as a draft for a person (okstra.md 3.7): nothing is pushed, and none is opened. */
import { isTooDeep } from '../../../jsonDepth';
import { inline, pathText } from '../../../reportText';
import type { Carried } from './carryIn';
import { excerpt, shortList } from './excerpt';
import { outOfPlanSection, type OutOfPlanEdit } from './outOfPlan';
import { validationResult, type StageResult } from './stageResult';

/** A run before or after this one. */
export interface NeighbourRun {
  readonly stages: readonly number[];
  /** Where it can be looked up: an address, or the path of its report. */
  readonly reference?: string;
}

/** What a draft is made of. */
export interface PullRequestParts {
  /** In the order of the run; at least one. */
  readonly stages: readonly StageResult[];
  /** What the run brings, in a line; of several stages only. */
  readonly summary: string;
  readonly edits: readonly OutOfPlanEdit[];
  readonly previous: NeighbourRun | undefined;
  readonly next: NeighbourRun | undefined;
}

export interface PullRequestText {
  /** One line. */
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** The draft. Titles, paths and justifications are foreign text and cannot break its Markdown. */
export function pullRequest(parts: PullRequestParts): PullRequestText {
  const { stages, edits, previous, next } = parts;
  const sections = [
    ...stages.map(stageSection),
    carrySummary(stages),
    outOfPlanSection(edits),
    `## Previous run\n\n${neighbour(previous, 'None: this is the first run of the plan.')}`,
    `## Next run\n\n${neighbour(next, 'None: no stage of the plan is left.')}`,
  ];
  return { title: titleOf(parts), body: `${sections.filter((text) => text !== '').join('\n\n')}\n` };
}

/**
 * The draft as a file: what made it and that nothing was sent, the title as its heading, and the body.
 * @param task what the rows of the log name the run by
 */
export function draftText({ title, body }: PullRequestText, task: string): string {
  return `<!-- A draft by Stage Runner, ${task.replaceAll('--', '')}: nothing was pushed. -->\n\n# ${inline(title)}\n\n${body}`;
}

const LONGEST_TITLE = 200;

/** `Stages 1–3: what they bring`, or `Stage 2: its title`. */
function titleOf({ stages, summary }: PullRequestParts): string {
  const numbers = stages.map(({ number }) => number);
  const [only] = stages;
  const single = stages.length === 1 && only !== undefined;
  const named = single ? `Stage ${only.number}` : `Stages ${Math.min(...numbers)}–${Math.max(...numbers)}`;
  const text = plain(single ? only.title : summary);
  return text === '' ? named : excerpt(`${named}: ${text}`, LONGEST_TITLE).text;
}

/** On one line, without what a terminal or a field obeys. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

const MOST_FILES = 100;

function stageSection(stage: StageResult): string {
  const { number, title, outcome, why, files } = stage;
  const state =
    outcome === 'done'
      ? ''
      : ` It is ${outcome === 'failed' ? 'not done' : 'not run'}${why === undefined ? '' : `: ${inline(why).replace(/\.$/, '')}`}.`;
  return [
    `## Stage ${number}`,
    `Stage ${number}${plain(title) === '' ? '' : `: ${inline(title)}`}.${state}`,
    files.length === 0 ? 'No files changed.' : `Files:\n\n${shortList(files.map(pathText), MOST_FILES)}`,
    `Validation: ${validationResult(stage)}.`,
  ].join('\n\n');
}

/** Of each stage that depends on others, what it was given; nothing where none does. */
function carrySummary(stages: readonly StageResult[]): string {
  const parts = stages.flatMap(({ number, carried }) =>
    carried.length === 0
      ? []
      : [
          `Stage ${number} depends on ${carried.map(({ stage }) => stage).join(', ')}.\n\n${carried.map(carriedItem).join('\n')}`,
        ],
  );
  return parts.length === 0 ? '' : ['## Carry-In summary', ...parts].join('\n\n');
}

function carriedItem({ stage, file, json }: Carried): string {
  if (file === undefined) return `- Stage ${stage} left no carry sidecar.`;
  const words = json === undefined ? [] : cited(json);
  const said = words.length === 0 ? '' : `: ${words.map(pathText).join(', ')}`;
  return `- Stage ${stage}, ${pathText(file)}${said}`;
}

const MOST_CITED = 12;
const LONGEST_SIDECAR = 256 * 1024;
/** A name, a path or a commit: one word. */
const WORD = /^[\p{L}\p{N}_$@./#:<>()-]{2,80}$/u;

/** The identifiers and commits in a sidecar. Its fields are not known (okstra.md 3.12): any text of one word is one. */
export function cited(json: string): string[] {
  if (json.length > LONGEST_SIDECAR) return [];
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  if (isTooDeep(value)) return [];
  const words = new Set<string>();
  const visit = (each: unknown): void => {
    if (words.size === MOST_CITED) return;
    if (typeof each === 'string' && WORD.test(each)) words.add(each);
    else if (typeof each === 'object' && each !== null) Object.values(each).forEach(visit);
  };
  visit(value);
  return [...words];
}

function neighbour(run: NeighbourRun | undefined, none: string): string {
  if (run === undefined) return none;
  const stages = `Stage${run.stages.length === 1 ? '' : 's'} ${run.stages.join(', ')}`;
  const { reference } = run;
  if (reference === undefined) return `${stages}.`;
  return `${stages}: ${/^https?:\/\/[^\s<>()]+$/.test(reference) ? reference : pathText(reference)}`;
}
