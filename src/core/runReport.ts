/** A run's journal as a Markdown page for people. */
import type { AgentOutcome } from './agentResult';
import type { CheckRecord } from './checks';
import type { RunEvent } from './events';
import { fenced } from './handoff/fence';
import { inline, pathText, section, time } from './reportText';
import type { AgentAttempt, GateRecord, Run } from './run';
import { timelineLine } from './runTimeline';
import { policyText, stageSections, underWayText, type AboutStage } from './stageReport';
import { stopReason } from './stops';
import { subjectName, termsOf, wholeTerm } from './subject';

/** What a person may do about a stop, by the command's id. */
const ACTIONS: Readonly<Record<string, string>> = {
  runStep: 'run the step again',
  runNext: 'run the next step',
  resume: 'resume the run',
  stop: 'stop the other run',
  answerGate: 'answer the gate',
  openPlan: 'open the plan file',
  openHandoff: 'open the handoff',
  showRun: 'read this page',
  setStatus: 'set the status by hand',
  refresh: 'refresh the Stage Map',
  checkSetup: 'check the setup',
  openLog: 'open the log',
  rollBack: 'roll back to a checkpoint',
  undoRollBack: 'undo the rollback',
  createCheckpoint: 'create a checkpoint',
};

/**
 * The page: what the run is about, how it stands, what it was started with, gates, checks, attempts, and every event in
 * order.
 * @param about of the run of a whole stage, which has its batches too; of any other run it tells nothing
 */
export function runReport(run: Run, events: readonly RunEvent[], about?: AboutStage): string {
  const ofStage = run.header.stage && about;
  const sections = [
    `# ${inline(`Run of ${subjectName(run.header)}`)}`,
    standing(run, events, about),
    ...(ofStage ? stageSections(run, events, ofStage) : []),
    section('About this run', [factsPart(run, events)]),
    section('Gates', run.gates.map(gatePart)),
    section('Checks', run.checks.map(checkPart)),
    section('Attempts of agents', run.attempts.map(attemptPart)),
    section('Changes of the plan that were put back', events.flatMap(putBack)),
    section('Timeline', [events.flatMap((event) => timelineLine(event) ?? []).join('\n')]),
    section('Lines that could not be read', [
      run.damaged.map(({ line, reason }) => `- line ${line}: ${inline(reason)}`).join('\n'),
    ]),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function factsPart({ header, file, readOnly }: Run, events: readonly RunEvent[]): string {
  const { plan, step, stage, protocol, isolated } = header;
  const of = stage ? wholeTerm(header) : termsOf(header).step;
  return [
    `- Plan: ${inline(plan.title)}, ${pathText(step.file)}`,
    `- Started: ${time(header.at)} by ${inline(header.by)}, attempt ${header.attempt} at this ${of}`,
    ...(stage ? [`- How: ${policyText(events, header)}`] : []),
    `- Agent: ${inline(header.agent)}`,
    `- Protocol: ${inline(protocol.name)}, ${pathText(protocol.file)}`,
    `- Journal: ${pathText(file)}`,
    ...(isolated ? [`- Works in a worktree of its own: ${pathText(isolated.folder)}`] : []),
    ...(readOnly ? ['- Written by a newer version of Stage Runner: shown, and not changed.'] : []),
  ].join('\n');
}

function standing(run: Run, events: readonly RunEvent[], about: AboutStage | undefined): string {
  const approved = run.approved
    ? [`Approved by ${inline(run.approved.by)} at ${time(run.approved.at)}.`]
    : [];
  if (run.stop === undefined) {
    const nodes = run.nodes.map(inline).join(', ');
    const where = nodes === '' ? 'Between two nodes.' : `At: ${nodes}`;
    const stands = run.header.stage ? underWayText(run, events, about?.children ?? []) : where;
    return ['## Under way', stands, ...approved].join('\n\n');
  }
  const reason = stopReason(run.stop.code);
  const actions = reason.actions.filter((action) => action !== 'showRun').map((id) => ACTIONS[id] ?? id);
  return [
    `## ${reason.title}`,
    reason.diagnosis,
    `What happened: ${inline(run.stop.detail)}`,
    ...approved,
    ...(actions.length === 0 ? [] : [`Next: ${actions.join(', or ')}.`]),
  ].join('\n\n');
}

function gatePart({ gate, answer }: GateRecord): string {
  const quoted = gate.question.split('\n').map((line) => `> ${line}`.trimEnd());
  const answered = answer
    ? `**${inline(answer.choice)}**, by ${inline(answer.by)} at ${time(answer.at)}`
    : `Waiting since ${time(gate.openedAt)}; it holds ${inline(gate.blocks)}.`;
  const reason = answer?.reason === undefined ? [] : [`Reason: ${inline(answer.reason)}`];
  return [`### ${inline(gate.title)}`, quoted.join('\n'), answered, ...reason].join('\n\n');
}

const CHECK_WORDS: Readonly<Record<CheckRecord['status'], string>> = {
  passed: 'passed',
  failed: 'failed',
  timed_out: 'took too long',
  not_run: 'not run',
};

function checkPart(record: CheckRecord): string {
  const facts = [
    CHECK_WORDS[record.status],
    ...(typeof record.exitCode === 'number' ? [`exit code ${record.exitCode}`] : []),
    ...(record.durationMs === undefined ? [] : [`${(record.durationMs / 1000).toFixed(1)} s`]),
  ];
  return [
    `### ${record.check}: ${facts.join(', ')}`,
    inline(record.display),
    ...(record.lines.length === 0 ? [] : [fenced(record.lines.join('\n'))]),
    ...(record.outputFile === undefined ? [] : [`Full output: ${pathText(record.outputFile)}`]),
  ].join('\n\n');
}

function attemptPart(attempt: AgentAttempt): string {
  const end = attempt.endedAt === undefined ? 'still under way' : `ended ${time(attempt.endedAt)}`;
  return [
    `### ${attempt.attempt}. ${inline(attempt.node)}`,
    `${inline(attempt.agent)} (${attempt.mode}), began ${time(attempt.startedAt)}, ${end}`,
    ...(attempt.outcome ? [outcomePart(attempt.outcome)] : []),
    `Records: ${pathText(attempt.folder)}`,
  ].join('\n\n');
}

/** Markdown of ours: the changes are fenced in it. A run that ends early has no handoff to keep them. */
function putBack(event: RunEvent): readonly string[] {
  return event.type === 'agent_ended' && event.proposals !== undefined ? [event.proposals.trim()] : [];
}

function outcomePart(outcome: AgentOutcome): string {
  switch (outcome.kind) {
    case 'result':
      return `Answered **${outcome.result.status}**: ${inline(outcome.result.summary)}`;
    case 'sentinel':
      return `Said **${inline(outcome.sentinel)}**: ${inline(outcome.text)}`;
    case 'malformed':
      return `The answer could not be read: ${inline(outcome.problem)}\n\n${fenced(outcome.raw)}`;
    case 'no_result':
      return `Ended without an answer (exit code ${outcome.exitCode ?? 'unknown'}). ${inline(outcome.hint)}`.trim();
    case 'interrupted':
      return `Interrupted: ${inline(outcome.detail)}`;
    case 'timed_out':
      return `Gave no answer within ${outcome.seconds} seconds.`;
    case 'stopped':
      return 'Stopped by a person.';
    case 'not_started':
      return `Could not be started: ${inline(outcome.problem)}`;
  }
}
