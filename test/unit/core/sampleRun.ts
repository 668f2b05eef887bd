/** The journal of a short run, for the tests of what is made from journals. */
import { JOURNAL_VERSION, type RunEvent } from '../../../src/core/events';
import type { Gate } from '../../../src/core/gateRecord';
import { emptyFold, foldLines, type JournalFold } from '../../../src/core/run';

type Loose = Readonly<Record<string, unknown>> & { readonly type: string };

/** Lines of a journal: each event a second after the one before. */
export function journalLines(events: readonly Loose[]): string[] {
  return events.map((event, index) => {
    const at = new Date(Date.UTC(2026, 0, 31, 12, 0, index)).toISOString();
    return JSON.stringify({ schema_version: JOURNAL_VERSION, at, ...event });
  });
}

export function foldOf(events: readonly Loose[]): JournalFold {
  return foldLines(emptyFold('/data/runs/r1.jsonl'), journalLines(events));
}

export function eventsOf(events: readonly Loose[]): readonly RunEvent[] {
  return foldOf(events).events;
}

export const STARTED: Loose = {
  type: 'run_started',
  run: 'r1',
  folder: '/ws',
  plan: { id: 'coyote:/ws/plans', format: 'coyote', root: '/ws/plans', title: 'Plans' },
  step: {
    key: '01-first',
    number: '01',
    title: 'First *step*',
    file: '/ws/plans/steps/01-first.md',
    dependents: ['02', '03'],
  },
  attempt: 1,
  agent: 'sample',
  protocol: { name: 'step', file: '/ext/step.yaml', sha256: 'x' },
  variables: {},
  by: 'Ada',
};

export const GATE: Gate = {
  schema_version: 1,
  id: 'g1',
  run: 'r1',
  node: 'gate_user_review',
  kind: 'approval',
  title: 'User review',
  question: 'Approve it?\n\nHave a look.',
  options: [
    { key: 'approve', leadsTo: 'Ends the step', needsReason: false },
    { key: 'reject', leadsTo: 'Ends the run', needsReason: true },
  ],
  allowsText: true,
  evidence: [],
  blocks: 'step 01',
  plan: { root: '/ws/plans', title: 'Plans' },
  step: { key: '01-first', number: '01', title: 'First' },
  openedAt: '2026-01-31T12:00:07.000Z',
};

export const ANSWER = {
  schema_version: 1,
  gate: 'g1',
  choice: 'approve',
  by: 'Ada',
  window: 'w1',
  at: '2026-01-31T12:00:08.000Z',
};

const at = (node: string): { token: string; node: string } => ({ token: '0', node });

/** From the start to an approved end. */
export const EVENTS: readonly Loose[] = [
  STARTED,
  { type: 'node_entered', ...at('implement'), kind: 'agent', visit: 1 },
  {
    type: 'agent_started',
    ...at('implement'),
    attempt: 1,
    agent: 'sample',
    mode: 'interactive',
    folder: '/data/runs/r1/attempts/1',
    answers: '/ws/.stage-runner/r1/1',
  },
  {
    type: 'agent_ended',
    ...at('implement'),
    attempt: 1,
    outcome: { kind: 'result', result: { status: 'complete', summary: 'Wrote `a.ts`.', fields: {} } },
  },
  { type: 'node_left', ...at('implement'), updates: {} },
  {
    type: 'check_ended',
    ...at('verify_tests'),
    record: {
      check: 'test',
      status: 'failed',
      display: 'npm test',
      exitCode: 1,
      durationMs: 1230,
      lines: ['1 failing'],
      outputFile: '/data/runs/r1/checks/1-test.log',
    },
  },
  {
    type: 'check_ended',
    ...at('verify_build'),
    record: { check: 'build', status: 'not_run', display: 'none', lines: [] },
  },
  { type: 'gate_opened', token: '0', gate: GATE },
  { type: 'gate_answered', ...at('gate_user_review'), answer: ANSWER },
  { type: 'step_approved', by: 'Ada' },
  { type: 'node_left', ...at('gate_user_review'), updates: {}, output: 'approve', next: 'end_success' },
  {
    type: 'run_ended',
    node: 'end_success',
    output: 'STEP_COMPLETE',
    stop: { code: 'complete', detail: 'Approved by Ada.' },
  },
];
