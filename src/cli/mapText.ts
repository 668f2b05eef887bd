/** The Stage Map as a person reads it in a terminal. */
import type { Plan } from '../core/plan';
import type { PlanView, StageMap, StageStatus, StageView, Status, StepView } from '../core/status';
import { count, inOneLine } from './text';

const WORDS: Readonly<Record<Status, string>> = {
  ready: 'ready',
  blocked: 'blocked',
  running: 'running',
  waiting: 'waits for you',
  interrupted: 'interrupted',
  stopped: 'stopped',
  failed: 'failed',
  needsReview: 'needs review',
  done: 'done',
  doneWithGaps: 'done, gaps',
  contradiction: 'contradiction',
  skippedByTool: 'skipped by tool',
  unknown: 'unknown',
  superseded: 'superseded',
};
const STAGE_WORDS: Readonly<Record<StageStatus, string>> = {
  notStarted: 'not started',
  unknown: 'unknown, not read',
  claimed: 'said to be complete, no file shows it',
  prepared: 'prepared',
  planned: 'planned',
  inProgress: 'in progress',
  executed: 'executed, not verified',
  humanNeeded: 'a person has to look',
  gapsFound: 'gaps found',
  stale: 'proof out of date',
  verified: 'verified',
};
const WIDTH = Math.max(...Object.values(WORDS).map((word) => word.length));

/** A block for each plan, a line for each step: its status first. */
export function mapText(map: StageMap): string {
  return map.plans.map((view) => planLines(view).join('\n')).join('\n\n');
}

function planLines(view: PlanView): string[] {
  const { plan, done, total, next } = view;
  const flat = plan.stages.every(({ title }) => title === '');
  const comes = next === undefined ? [] : [`next ${nameOf(next)}`];
  const run = flat ? view.stages.flatMap((stage) => underWay(stage) ?? []) : [];
  const lines = [
    [`${plan.title} (${plan.format}) ${done}/${total}`, ...comes, ...run].join(', '),
    ...(plan.hints ?? []).map(({ text }) => `  hint: ${text}`),
    ...view.stages.flatMap((stage) => stageLines(stage, flat)),
    ...archivesLine(plan),
  ];
  return lines.map(inOneLine);
}

/** What is put away, and how to see it. */
function archivesLine({ archives = [], terms }: Plan): string[] {
  const closed = archives.filter(({ opened }) => !opened);
  if (closed.length === 0) return [];
  const stages = closed.reduce((sum, archive) => sum + archive.stages, 0);
  return [`  --all shows also ${count(closed.length, 'archive')} with ${count(stages, terms.stage)}`];
}

function stageLines(stage: StageView, flat: boolean): string[] {
  const steps = stage.steps.map((step) => `${flat ? '  ' : '    '}${stepLine(step)}`);
  return flat ? steps : [`  ${stageLine(stage)}`, ...steps];
}

function stageLine(view: StageView): string {
  const { stage, title, done, total, status, outcome, contradictions } = view;
  const name = [stage.workstream && `${stage.workstream}:`, stage.number, title].filter(Boolean).join(' ');
  const words = [underWay(view), status && STAGE_WORDS[status], outcome, ...contradictions].filter(Boolean);
  return [`${name} ${done}/${total}`, ...words].join(' · ');
}

/** How the run of the whole stage stands, as long as it is not at rest. */
function underWay({ lastRun }: StageView): string | undefined {
  if (lastRun?.run.phase !== 'active' || lastRun.state === 'ended') return undefined;
  const [gate] = lastRun.gates;
  return gate === undefined ? WORDS[lastRun.state] : `${WORDS.waiting}: ${gate.title}`;
}

function stepLine(view: StepView): string {
  const why = reasonOf(view);
  const head = `${statusWords(view).padEnd(WIDTH)}  ${nameOf(view)} ${view.step.title}`;
  return why === undefined ? head : `${head} · ${why}`;
}

/** What a person needs beside the status to know what to do. */
function reasonOf({ status, contradictions, blockedBy, gates }: StepView): string | undefined {
  if (status === 'waiting') return gates[0]?.title;
  if (status === 'blocked') return blockedBy.map((text) => text.replace(/^- /, '')).join('; ');
  return contradictions[0];
}

/** The status in words. */
export function statusWords({ status }: StepView): string {
  return WORDS[status];
}

/** The number, or where there is none the key. */
export function nameOf({ step }: StepView): string {
  return step.number ?? step.key;
}
