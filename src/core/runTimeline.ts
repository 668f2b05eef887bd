/** One event of a run as one line of its timeline. */
import type { CheckpointTaken, RunEvent } from './events';
import { inline, pathText, time } from './reportText';
import { stopReason } from './stops';

/** The line; `undefined` for what the line after it says better. Events of unknown types are named. */
export function timelineLine(event: RunEvent): string | undefined {
  const text = words(event);
  return text === undefined ? undefined : `- ${time(event.at)}: ${text}`;
}

function words(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'run_started':
      return `started by ${inline(event.by)}`;
    case 'node_entered':
      return `entered ${inline(event.node)}${event.visit > 1 ? ` (visit ${event.visit})` : ''}`;
    case 'node_left':
      return event.note === undefined && event.next === undefined ? undefined : leaving(event);
    case 'agent_started':
      return `attempt ${event.attempt} of ${inline(event.agent)} begins`;
    case 'agent_ended':
      return `attempt ${event.attempt} ends: ${outcomeWord(event.outcome)}`;
    case 'check_started':
      return `${event.check} begins: ${inline(event.command)}`;
    case 'check_ended':
      return `${event.record.check}: ${event.record.status.replace('_', ' ')}`;
    case 'script_started':
      return `script ${inline(event.file)} begins`;
    case 'script_ended':
      return event.problem === undefined ? 'script ends' : `script failed: ${inline(event.problem)}`;
    case 'gate_opened':
      return `gate "${inline(event.gate.title)}" opened`;
    case 'gate_answered':
      return `${inline(event.answer.by)} answered "${inline(event.answer.choice)}"`;
    case 'files_changed':
      return event.changes.map(({ file, what }) => `${inline(file)}: ${inline(what)}`).join('; ');
    case 'step_approved':
      return `approved by ${inline(event.by)}`;
    case 'run_stopped':
      return `stopped: ${stopReason(event.stop.code).title}. ${inline(event.stop.detail)}`;
    case 'run_resumed':
      return `resumed by ${inline(event.by)}`;
    case 'batch_started':
      return `batch ${inline(event.batch)} begins`;
    case 'batch_ended':
      return `batch ends: ${inline(event.results.map(({ step, outcome }) => `${step} ${outcome}`).join(', '))}`;
    case 'worktree_started':
      return `${inline(event.step)} gets a worktree: ${pathText(event.folder)}`;
    case 'branch_noted':
      return `works on the branch ${inline(event.branch)}`;
    case 'merge_conflict':
      return `not to be merged by itself: ${inline(event.files.join(', '))}`;
    case 'merge_started':
      return undefined;
    case 'merge_ended':
      return event.outcome === 'merged'
        ? `the result of run ${inline(event.run)} is in the working tree (${event.files_changed} files changed)`
        : `the result of run ${inline(event.run)} stays in its worktree`;
    case 'stop_asked':
      return `${inline(event.by)} asked to stop after this batch`;
    case 'commit_asked':
      return `${inline(event.by)} wants ${inline(event.step)} committed now`;
    case 'step_skipped':
      return `${inline(event.by)} skips ${inline(event.step)}: ${inline(event.reason)}`;
    case 'resume_checkpoint_selected':
      return `the last checkpoint: ${inline(event.step_key ?? 'none')} (${inline(event.source)})`;
    case 'drift_detected':
      return `${inline(event.class)}: ${inline(event.details)}`;
    case 'run_ended':
      return `ended at ${inline(event.node)}: ${stopReason(event.stop.code).title}`;
    case 'checkpoint_started':
      return undefined;
    case 'checkpoint_taken':
      return takenWords(event);
    case 'checkpoint_skipped':
      return `no checkpoint: ${inline(event.detail)}`;
    case 'note':
      return inline(event.text);
    default:
      return `${inline((event as { type: string }).type)} (not known to this version)`;
  }
}

function takenWords(event: CheckpointTaken): string {
  const facts = [
    `${event.files_changed} changed`,
    ...(event.left_out === 0 ? [] : [`${event.left_out} left out`]),
  ];
  const problems = [
    ...(event.record_written
      ? []
      : [`its record was not written: ${inline(event.problem ?? 'not known why')}`]),
    ...(event.tag_problem === undefined ? [] : [`no tag: ${inline(event.tag_problem)}`]),
  ];
  return [`checkpoint "${inline(event.name)}" taken (${facts.join(', ')})`, ...problems].join('; ');
}

function leaving({ next, note }: Extract<RunEvent, { type: 'node_left' }>): string {
  const where = next === undefined ? [] : [`goes to ${inline(next)}`];
  return [...where, ...(note === undefined ? [] : [inline(note)])].join('; ');
}

function outcomeWord(outcome: Extract<RunEvent, { type: 'agent_ended' }>['outcome']): string {
  return outcome.kind === 'result' ? outcome.result.status : outcome.kind.replace('_', ' ');
}
