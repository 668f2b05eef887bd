/** Values for the tests of the Stage Map: a plan, its steps, runs, gates and handoffs, each with only what differs. */
import type { BatchRecord, StepResult } from '../../../src/core/batch/record';
import type { CheckName, CheckRecord } from '../../../src/core/checks';
import type { Gate } from '../../../src/core/gateRecord';
import type { Dependency, Handoff, Plan, PlanMark, Step } from '../../../src/core/plan';
import type { Problem } from '../../../src/core/problem';
import type { Run } from '../../../src/core/run';
import type { SeenRun, StatusChange } from '../../../src/core/status';

export const planId = 'coyote:/w/plans';
const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export function step(number: string, mark: PlanMark, more: Partial<Step> = {}): Step {
  const key = `${number}-step`;
  return {
    key,
    number,
    title: `Step ${number}`,
    file: `/w/plans/steps/${key}.md`,
    mark,
    meant: mark,
    markText: mark === 'unrecognised' ? 'Pending' : mark,
    dependsOn: [],
    handoff: undefined,
    handoffFile: `/w/plans/handoffs/${key}.md`,
    testCommands: [],
    problems: [],
    ...more,
  };
}

export function plan(steps: readonly Step[], more: Partial<Plan> = {}): Plan {
  return {
    id: planId,
    format: 'coyote',
    terms: { plan: 'plan', stage: 'stage', step: 'step', batch: 'step', gate: 'gate', handoff: 'handoff' },
    title: 'Fetch client',
    root: '/w/plans',
    folder: '/w',
    overview: '/w/plans/plan.md',
    notes: undefined,
    stages: [{ key: '', title: '', steps }],
    problems: [],
    ...more,
  };
}

export function handoff(result: Handoff['result'], defects: readonly string[] = []): Handoff {
  return { file: '/w/plans/handoffs/x.md', result, defects, modified: 0 };
}

/** A dependency that is not satisfied, with the format's own words (coyote.md 1.4). */
export function missing(number: string): Dependency {
  return {
    number: String(Number(number)),
    satisfied: false,
    reason: `- step ${Number(number)}: no handoff found (step not executed?)`,
    step: `${number}-step`,
  };
}

export function problem(message: string): Problem {
  return { code: 'status-not-exact', severity: 'warning', file: '/w/x.md', range: nowhere, message };
}

export function check(name: CheckName, status: CheckRecord['status']): CheckRecord {
  return { check: name, status, display: `npm run ${name}`, lines: [] };
}

export const allPassed = [check('lint', 'passed'), check('build', 'passed'), check('test', 'passed')];

export function gate(title: string, stepNumber: string, openedAt = '2026-01-01T10:05:00.000Z'): Gate {
  return {
    schema_version: 1,
    id: `gate-${title}`,
    run: 'r1',
    node: 'gate_deviation',
    kind: 'approval',
    title,
    question: `Go on with *${title}*?`,
    options: [],
    allowsText: false,
    evidence: [],
    blocks: `step ${stepNumber}`,
    plan: { root: '/w/plans', title: 'Fetch client' },
    step: { key: `${stepNumber}-step`, number: stepNumber, title: `Step ${stepNumber}` },
    openedAt,
  };
}

/** A run that began at 10:00 and last did something at 10:10. */
export function run(stepNumber: string, more: Partial<Run> = {}, at = '2026-01-01T10:00:00.000Z'): Run {
  return {
    id: `r${stepNumber}`,
    header: {
      schema_version: 1,
      at,
      type: 'run_started',
      run: `r${stepNumber}`,
      folder: '/w',
      plan: { id: planId, format: 'coyote', root: '/w/plans', title: 'Fetch client' },
      step: { key: `${stepNumber}-step`, number: stepNumber, title: `Step ${stepNumber}`, file: '/w/x.md' },
      attempt: 1,
      agent: 'sample',
      protocol: { name: 'step', file: '/p/step.yaml', sha256: '' },
      variables: {},
      by: 'Ada',
    },
    file: `/d/runs/r${stepNumber}.jsonl`,
    readOnly: false,
    phase: 'active',
    nodes: ['implement'],
    gates: [],
    batches: [],
    attempts: [],
    checks: [],
    checkpoints: [],
    lastAt: '2026-01-01T10:10:00.000Z',
    damaged: [],
    ...more,
  };
}

export function ended(stepNumber: string, code: string, more: Partial<Run> = {}): Run {
  const phase = code === 'complete' ? 'ended' : 'stopped';
  return run(stepNumber, { phase, nodes: [], stop: { code, detail: 'Because.' }, ...more });
}

export const approved = { by: 'Ada', at: '2026-01-01T10:10:00.000Z' };

export function driven(value: Run): SeenRun {
  return { run: value, driven: true };
}

export function left(value: Run): SeenRun {
  return { run: value, driven: false };
}

/** A person's word an hour after every run. */
export function setStatus(stepNumber: string, to: PlanMark, at = '2026-01-01T11:00:00.000Z'): StatusChange {
  return {
    schema_version: 1,
    at,
    by: 'Ada',
    plan: planId,
    step: `${stepNumber}-step`,
    from: 'x',
    to,
    reason: 'done by hand',
  };
}

/** A run of a whole stage, with what differs in its journal. */
export function stageRun(stage: string, more: Partial<Run> = {}, at?: string): Run {
  const value = run('', { id: `s${stage}`, nodes: ['run_batch'], ...more }, at);
  const policy = { parallel: 1, stopAfter: 'stage' } as const;
  const own = { key: '', number: stage, title: 'Base', file: '/w/plans/plan.md' };
  return { ...value, header: { ...value.header, run: value.id, step: own, stage: { key: stage, policy } } };
}

/** A batch of a stage's run, which is over where its results are given. */
export function batch(
  number: number,
  key: string,
  steps: readonly string[],
  results?: readonly StepResult[],
): BatchRecord {
  return {
    number,
    batch: key,
    startedAt: '2026-01-01T10:00:00.000Z',
    steps: steps.map((one) => ({
      key: `${one}-step`,
      number: one,
      title: `Step ${one}`,
      builds: `Build part ${one}`,
      objective: `Builds part ${one}.`,
    })),
    rounds: steps.map((one) => [`${one}-step`]),
    notes: [],
    ...(results && { endedAt: '2026-01-01T10:05:00.000Z', results }),
  };
}
