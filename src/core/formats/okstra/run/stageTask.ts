/** What an executor is told of one stage of a plan of okstra (okstra.md 3.3, 3.7): `AgentTask.prompt`. */
import { fenced } from '../../../handoff/fence';
import { oneLine } from '../../../oneLine';
import { inline, pathText } from '../../../reportText';
import type { PlanReport } from '../planReport';
import type { Outline, Section } from '../report';
import type { StageText } from '../stage';
import { VALIDATION_GROUPS } from '../validationLines';
import { CARRY_EVIDENCE } from './carryEvidence';
import { carryIn, type Carried } from './carryIn';
import { excerpt } from './excerpt';
import { OUT_OF_PLAN } from './outOfPlan';
import { stageValidation } from './postValidation';

/** What an executor's task is made of. */
export interface StageTaskParts {
  readonly report: PlanReport;
  /** The report as the executor can open it. */
  readonly file: string;
  readonly stage: number;
  /** All stages of the run, in its order. */
  readonly batch: readonly number[];
  /** Of each stage that this one depends on. */
  readonly carried: readonly Carried[];
}

/** The whole prompt as Markdown. What the plan says stands in code blocks that it cannot leave. */
export function stageTask(parts: StageTaskParts): string {
  const { report, stage, carried } = parts;
  const text = report.texts.get(stage);
  const part = (section: Section | undefined, name: string): string =>
    quoted(
      report.outline,
      section === undefined ? [] : [section],
      `The plan has no "${name}" for this stage.`,
    );
  return [
    opening(parts),
    `## Objective\n\n${objective(parts, text)}`,
    `## Stepwise Execution Order\n\n${part(text?.section.steps, 'Stepwise Execution Order')}`,
    `## Stage Exit Contract\n\n${part(text?.section.contract, 'Stage Exit Contract')}`,
    `## Stage Validation\n\n${part(text?.section.validation, 'Stage Validation')}\n\n${validationWords(report, text)}`,
    ...others(report.outline, text),
    `## Carry-in\n\n${carryIn(carried)}`,
    `## Rules\n\n${RULES}`,
    `## Your report\n\n${REPORT}`,
  ].join('\n\n');
}

function opening({ report, file, stage, batch }: StageTaskParts): string {
  const section = report.texts.get(stage)?.section;
  const where =
    section === undefined ? '' : `; this stage is lines ${section.line + 1} to ${section.to} of it`;
  const others = batch.filter((number) => number !== stage).join(', ');
  const rest =
    others === ''
      ? ''
      : ` The same run carries out ${others} as well, each by itself: leave their work alone.`;
  return `Carry out stage ${stage} of the plan, and no other.${rest} The whole plan is ${pathText(file)}${where}.`;
}

function objective({ report, stage }: StageTaskParts, text: StageText | undefined): string {
  const row = report.rows.find(({ number }) => number === stage);
  const title = oneLine([row?.title, text?.section.title].find((each) => each) ?? '');
  const named = title === '' ? `Stage ${stage}` : `Stage ${stage}: ${inline(title)}`;
  if (text === undefined) return `${named}. The plan has no section for it: its title is all that is known.`;
  const first = Math.min(...partsOf(text).map(({ line }) => line), text.section.to);
  const prose = quoted(report.outline, [{ ...text.section, to: first }], '');
  return prose === '' ? named : `${named}\n\n${prose}`;
}

/** What the stage's section says beside its known parts. */
function others(outline: Outline, text: StageText | undefined): string[] {
  if (text === undefined) return [];
  const parts = [...partsOf(text)].sort((left, right) => left.line - right.line);
  const gaps = parts.map(({ to }, at) => ({
    line: to,
    from: to,
    to: parts[at + 1]?.line ?? text.section.to,
  }));
  const rest = quoted(outline, gaps, '');
  return rest === '' ? [] : [`## What else the plan says of this stage\n\n${rest}`];
}

function partsOf({ section: { steps, contract, validation } }: StageText): Section[] {
  return [steps, contract, validation].filter((part) => part !== undefined);
}

/** UTF-16 units of a part of the plan. */
const LONGEST_PART = 24_000;

function quoted({ lines }: Outline, sections: readonly Section[], none: string): string {
  const whole = sections.map(({ from, to }) => lines.slice(from, to).join('\n').trim());
  const { text, cut } = excerpt(whole.filter((part) => part !== '').join('\n\n'), LONGEST_PART);
  if (text === '') return none;
  return `${fenced(text, 'markdown')}${cut ? '\n\nOnly its beginning is shown; read the rest in the plan.' : ''}`;
}

function validationWords({ outline }: PlanReport, text: StageText | undefined): string {
  const validation = stageValidation(outline, text?.section.validation);
  const commands = VALIDATION_GROUPS.flatMap((group) =>
    validation[group].commands.map(({ display }) => `- ${group}: ${pathText(display)}`),
  );
  const run =
    commands.length === 0
      ? 'None of it is an exact command that Stage Runner can run: a reviewer looks at what you say of it.'
      : `Stage Runner runs these commands itself, \`post\` when you are done, and takes exit code 0 for success:\n\n${commands.join('\n')}`;
  return `${run}\n\nWhat the groups mean: \`pre\` holds before you begin, \`mid\` while you work, \`post\` when the stage is done. Say in your summary of everything that is no command what you saw.`;
}

const RULES = `- Work through the steps in their order. The exit contract is what later stages build on: bring what it names, and expose no more.
- Before you change a file that the plan names, look at it as it is now. Where it changed so that what the plan says of it no longer holds, change nothing: answer with the status "rejected" and say which file it is and what is different. Blanks, comments and changes of other parts of a file are no reason.
- A file that the exit contract does not name may be changed where a step cannot be done without it. Each such file needs a justification in your report, under "${OUT_OF_PLAN}".
- Tests and checks may not be weakened, skipped or deleted to make them pass.
- Leave the files of the plan alone: its reports, \`consumers.jsonl\` and the folders \`carry\`. Stage Runner writes them.
- Push nothing, and open no pull request.
- If you have tried and cannot get there, answer with the status "failed", with what you tried and the exact error.`;

const REPORT = `Your answer has a field \`report\`, a text of Markdown with these sections.

\`### ${CARRY_EVIDENCE}\`: required when you answer "complete". Below it one JSON object in a fenced block of the language \`json\`, with what stages that depend on this one have to know: the identifiers, types and endpoints that are new, the files, the commits if you made any. Facts that can be looked up, no prose, no secrets. It is kept word for word and never changed later.

\`## ${OUT_OF_PLAN}\`: only when you changed files that the exit contract does not name. One list item for each: the path relative to the top folder of the repository in backquotes, a colon, and why the stage could not be done without it.`;
