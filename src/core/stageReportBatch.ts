/** A batch on the page of a stage's run: what it builds, the way back, and how each step stands or came out. */
import { capital } from './capital';
import type { BatchRecord, BatchStep, StepResult } from './batch/record';
import { runIn } from './batch/goingOn';
import type { RunEvent } from './events';
import { inline, section, time } from './reportText';
import type { Run } from './run';
import type { AboutStage } from './stageReport';
import { checkpointText, takenBackText } from './stageReportWayBack';
import { openGates } from './statusFacts';
import { stopReason } from './stops';
import { termsOf } from './subject';

interface Page {
  readonly run: Run;
  readonly events: readonly RunEvent[];
  readonly about: AboutStage;
}

export function batchPart(batch: BatchRecord, page: Page): string {
  const { startedAt, endedAt, steps, takenBack, results = [], enables = [] } = batch;
  const of = eventsOf(batch, page.events);
  const done = results.filter(({ outcome }) => outcome === 'done');
  const over = endedAt === undefined ? 'under way' : `${done.length} of ${steps.length} done`;
  const state = takenBack ? 'rolled back' : over;
  const end = endedAt === undefined ? '' : `, ended ${time(endedAt)}`;
  const term = termsOf(page.run.header).batch;
  return section(`${capital(term)} ${inline(batch.batch)}: ${state}`, [
    [`Began ${time(startedAt)}${end}.`, ...checkpointText(of), ...takenBackText(takenBack)].join(' '),
    list('What it builds:', steps.map(buildsLine)),
    steps.flatMap(objectiveText).join('\n\n'),
    list(orderText(batch), batch.notes.map(inline)),
    list(
      endedAt === undefined && !takenBack ? 'How it stands:' : 'How it came out:',
      steps.map((step) => standingLine(step, batch, page)),
    ),
    list('Problems:', of.flatMap(problemLine)),
    list('What it enables:', enables.map(inline)),
  ]);
}

/** A lead with a list under it; of an empty list the lead is shown only where it says something by itself. */
function list(lead: string, items: readonly string[]): string {
  const lines = items.map((item) => `- ${item}`).join('\n');
  if (lines === '') return lead.endsWith(':') ? '' : lead;
  return [lead, lines].filter((part) => part !== '').join('\n\n');
}

/** What the journal says from the batch's beginning to that of the next one. */
function eventsOf({ number }: BatchRecord, events: readonly RunEvent[]): readonly RunEvent[] {
  const begins = (event: RunEvent): boolean => event.type === 'batch_started' && event.number === number;
  const from = events.findIndex(begins);
  const next = events.findIndex((event, at) => at > from && event.type === 'batch_started' && !begins(event));
  return from < 0 ? [] : events.slice(from, next < 0 ? undefined : next);
}

function buildsLine(step: BatchStep): string {
  return `**${nameOf(step)}**: ${inline(step.builds)}`;
}

/** Nothing where the few words have said it all. */
function objectiveText(step: BatchStep): string[] {
  const said = step.objective === '' || step.objective.replace(/\.$/, '') === step.builds;
  return said ? [] : [`${nameOf(step)}. ${inline(step.objective)}`];
}

function orderText({ steps, rounds, isolated }: BatchRecord): string {
  if (steps.length < 2) return '';
  if (rounds.every((round) => round.length < 2)) return 'One after the other.';
  const number = (key: string): string => {
    const step = steps.find((one) => one.key === key);
    return inline(step === undefined || step.number === '' ? key : step.number);
  };
  const order = rounds.map((round) => round.map(number).join(' beside ')).join(', then ');
  return isolated ? `Each in a worktree of its own: ${order}.` : `Side by side in one tree: ${order}.`;
}

const OUTCOMES: Readonly<Record<StepResult['outcome'], string>> = {
  done: 'done',
  failed: 'failed',
  skipped: 'left out',
};

function standingLine(step: BatchStep, batch: BatchRecord, { about }: Page): string {
  const result = batch.results?.find((one) => one.step === step.key);
  const child = runIn(about.children, batch, step.key);
  const said = saidOf(batch, result, child);
  const link = child ? [`[Its run](${about.link(child)})`] : [];
  return `${nameOf(step)}: ${[...said, ...link].filter((part) => part !== '').join(' ')}`;
}

function saidOf({ takenBack }: BatchRecord, result: StepResult | undefined, run: Run | undefined): string[] {
  if (takenBack) return ['**rolled back**.'];
  if (result) return [`**${OUTCOMES[result.outcome]}**.`, inline(result.text)];
  return [`**${run ? runWords(run) : 'not begun'}**.`];
}

function runWords(run: Run): string {
  if (run.stop !== undefined) return stopReason(run.stop.code).title;
  const waits = openGates(run).map(({ title }) => inline(title));
  if (waits.length > 0) return `waits for you: ${waits.join(', ')}`;
  return ['under way', ...run.nodes.slice(0, 1).map((node) => `at ${inline(node)}`)].join(' ');
}

function problemLine(event: RunEvent): string[] {
  switch (event.type) {
    case 'drift_detected':
      return [`${inline(event.class)}: ${inline(event.details)}`];
    case 'merge_conflict':
      return [`Could not be merged by itself: ${event.files.map(inline).join(', ')}`];
    case 'merge_ended':
      return event.outcome === 'left'
        ? [`The result of run ${inline(event.run)} stays in its worktree.`]
        : [];
    case 'note':
      return [inline(event.text)];
    default:
      return [];
  }
}

function nameOf({ number, title }: BatchStep): string {
  return inline(`${number} ${title}`);
}
