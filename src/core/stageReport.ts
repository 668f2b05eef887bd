/** The parts of a run's page that the run of a whole stage has: how far it goes, its batches, and what is left. */
import { stepsLeft } from './batch/nextBatch';
import { parallelIn, type Parallel } from './batch/parallel';
import { policyOf, type StagePolicy } from './batch/policy';
import { protocolsOf } from './batch/protocols';
import { resultLines, resultsCount, resultsOf } from './batch/results';
import { hindrances } from './batch/standing';
import type { RunEvent, RunStarted } from './events';
import { plural } from './plural';
import { batchPart } from './stageReportBatch';
import { inline, section } from './reportText';
import type { Run } from './run';
import type { StageView, StepView } from './status';
import { openGates } from './statusFacts';
import { subjectName, termsOf, wholeTerm } from './subject';

/** What a stage's page tells beside what is in the journal of its run. */
export interface AboutStage {
  /** The runs of steps that this one started, oldest first. */
  readonly children: readonly Run[];
  /** The stage as it stands; absent where it is not in the plan any more. */
  readonly stage?: StageView;
  /** The address of a run's page as the target of a link in Markdown. */
  readonly link: (run: Run) => string;
}

/** `up to 3 steps at a time (as the project’s own configuration says), to the end of the phase` */
export function policyText(events: readonly RunEvent[], header: RunStarted): string {
  const terms = termsOf(header);
  const policy = policyOf(events);
  const { stopAfter, gapsOnly, steps } = policy;
  const several = plural(terms.step);
  return [
    parallelText(parallelIn(policy, events), header),
    farText(stopAfter, header),
    ...(gapsOnly ? [`only ${several} that close gaps`] : []),
    ...(steps === undefined ? [] : [`only ${steps.map(inline).join(', ') || `no ${terms.step}`}`]),
  ].join(', ');
}

function parallelText({ most, fewest, by }: Parallel, header: RunStarted): string {
  const { plan, step, batch } = termsOf(header);
  const several = plural(step);
  const from = fewest > 2 && most > 1 ? ` where a ${batch} has at least ${fewest}` : '';
  const number = most === 1 ? `one ${step} at a time` : `up to ${most} ${several} at a time${from}`;
  // Elsewhere nothing depends on it.
  if (!protocolsOf(header.plan.format).sideBySide) return number;
  switch (by) {
    case 'setting':
      return `${number} (set by “stageRunner.batches.parallel”)`;
    case 'plan':
      return `${number} (as the ${plan}’s own configuration says)`;
    case 'nobody':
      return number;
  }
}

function farText(stopAfter: StagePolicy['stopAfter'], header: RunStarted): string {
  const terms = termsOf(header);
  if (stopAfter === 'stage') return `to the end of the ${wholeTerm(header)}`;
  if (stopAfter === 'gate') return `until a ${terms.gate} is met`;
  const { batches } = stopAfter;
  return `for ${batches} ${batches === 1 ? terms.batch : plural(terms.batch)}`;
}

/**
 * Where a run under way stands.
 * @param children the runs of steps that it started
 */
export function underWayText(run: Run, events: readonly RunEvent[], children: readonly Run[]): string {
  const { header, batches } = run;
  const { batch } = termsOf(header);
  const atWork = children.filter(({ phase }) => phase === 'active');
  const waits = [
    ...openTitles(run),
    ...atWork.flatMap((child) =>
      openTitles(child).map((title) => `${inline(subjectName(child.header))} (${title})`),
    ),
  ];
  const last = batches.at(-1);
  const where =
    last === undefined || last.endedAt !== undefined
      ? `Between two ${plural(batch)}.`
      : `At ${batch} ${inline(last.batch)}.`;
  const resumed = events.findLastIndex(({ type }) => type === 'run_resumed');
  const asked = events.slice(resumed + 1).find((event) => event.type === 'stop_asked');
  return [
    where,
    ...(waits.length === 0 ? [] : [`Waits for you: ${waits.join(', ')}.`]),
    ...(asked === undefined ? [] : [`${inline(asked.by)} asked to stop after this ${batch}.`]),
  ].join(' ');
}

function openTitles(run: Run): string[] {
  return openGates(run).map(({ title }) => inline(title));
}

/**
 * What is left of the stage, what came of it once nothing is, and a section for each batch, the last one first, since
 * that is where the work is.
 */
export function stageSections(run: Run, events: readonly RunEvent[], about: AboutStage): string[] {
  const batches = run.batches.toReversed();
  return [
    leftPart(run, events, about),
    resultsPart(run, events, about),
    ...batches.map((batch) => batchPart(batch, { run, events, about })),
  ];
}

function leftPart({ header }: Run, events: readonly RunEvent[], { stage }: AboutStage): string {
  if (stage === undefined)
    return section('What is left', [`The ${wholeTerm(header)} is not there any more.`]);
  const left = stepsLeft(stage, policyOf(events)).map((view) => {
    const name = inline(`${view.step.number ?? ''} ${view.step.title}`);
    const why = whyLeft(view, events);
    return `- ${name}${why === '' ? '' : `: ${why}`}`;
  });
  const nothing = `No ${termsOf(header).step} is left.`;
  return section('What is left', [left.length === 0 ? nothing : left.join('\n')]);
}

/** Nothing while batches are left. */
function resultsPart(
  { header, batches, phase }: Run,
  events: readonly RunEvent[],
  about: AboutStage,
): string {
  const results = resultsOf(batches);
  const isOver = about.stage !== undefined && stepsLeft(about.stage, policyOf(events)).length === 0;
  if (results.steps.length === 0 || !(isOver || phase === 'ended')) return '';
  return section('Results', [`${resultsCount(results, termsOf(header))}.`, resultLines(results).join('\n')]);
}

/** That a person left it out, else what stands in its way. */
function whyLeft(view: StepView, events: readonly RunEvent[]): string {
  const skipped = events.findLast((event) => event.type === 'step_skipped' && event.step === view.step.key);
  if (skipped?.type === 'step_skipped') return `left out by ${inline(skipped.by)}: ${inline(skipped.reason)}`;
  return hindrances(view)
    .map((text) => inline(text.replace(/^- /, '')))
    .join('; ');
}
