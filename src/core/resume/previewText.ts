/** The resume preview as a Markdown page. */
import { inline, time } from '../reportText';
import type { NextAction } from '../status';
import type { Candidate, RejectReason, ResumeSource } from './candidates';
import type { Drift } from './drift';
import { DRIFTS } from './driftWords';
import type { ResumePreview } from './preview';
import type { Criterion } from './select';
import type { Standing } from './standing';

const ACTIONS: Readonly<Record<NextAction, string>> = {
  runStep: 'its run begins anew',
  resume: 'its run goes on where it stands',
  answerGate: 'its gate waits for your answer',
  openHandoff: 'its handoff waits for your review',
  openPlan: 'its plan file waits for your decision',
  showRun: 'its run is under way',
};

const SOURCES: Readonly<Record<ResumeSource, string>> = {
  record: 'checkpoint record',
  hidden_ref: "message of the checkpoint's ref",
  branch_commit: 'trailer of a commit',
  imported_legacy: 'data of Runr',
  plan_markers: "the plan's own marks",
  none: 'nothing',
};

const WHY: Readonly<Record<Criterion | 'only', string>> = {
  only: 'It is the only one that counts.',
  source: 'It comes from the strongest source that was found.',
  step: 'Of its kind, it is of the last step.',
  attempt: 'Of its step, it is of the last attempt.',
  seq: 'Of its attempt, it is the last.',
  time: 'Of equal ones, it is the latest.',
  file: 'Of equal ones, its file is the latest.',
  id: 'Of equal ones, its id is the last.',
};

const REASONS: Readonly<Record<RejectReason, string>> = {
  bad_json: 'it is not JSON',
  unknown_schema_newer: 'written by a newer version',
  unknown_schema_older_unmigratable: 'written in an older form that cannot be read',
  name_mismatch: 'its name and its content differ',
  missing_field: 'something is missing in it',
  wrong_run: 'it belongs to another run',
  wrong_plan: 'it belongs to another plan',
  bad_index: 'it names no place in this plan',
  object_missing: 'its commit is gone',
  ref_moved: 'its ref names another commit now',
  not_completed: 'it is not of a finished step',
  not_in_plan: 'its step is not in the plan',
  rolled_back: 'a rollback went back to before it',
  unreadable: 'its file cannot be opened',
};

/** More than these are counted, not listed. */
const MOST = 20;

/** The page. Text from plans, commits and files is taken as data: nothing in it is Markdown. */
export function previewText(preview: ResumePreview): string {
  const { plan, at, standings, selection, drifts, problems } = preview;
  const parts = [
    `# ${inline(`Resume of ${plan.title}`)}`,
    at
      ? `**${inline(`Step ${at.step.number} ${at.step.title}`)}** is next: ${ACTIONS[at.action]}.`
      : standings.length === 0
        ? 'The plan has no steps.'
        : 'Nothing is left to do: every step is finished.',
    ...section('Steps', standings.map(stepLine)),
    ...section('Last checkpoint', chosenLines(preview)),
    ...section('What is not as it was', drifts.flatMap(driftLines)),
    ...section('Everything that was found', listed(selection.candidates.map(candidateLine), '- ')),
    ...section(
      'What could not be looked at',
      problems.map((text) => `- ${inline(text)}`),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')];
}

function stepLine({ number, title, state, says }: Standing): string {
  return `- **${state}** ${inline(`${number} ${title}`)}: ${inline(says)}`;
}

function chosenLines({ selection, baseline }: ResumePreview): string[] {
  const { chosen, needsConfirmation: offered } = selection;
  const ask = offered
    ? [`- Not counted until you confirm it: ${describe(offered)}. ${offerWords(offered)}`]
    : [];
  const other =
    baseline && baseline !== chosen?.record
      ? [`- Compared with: ${inline(baseline.name)}, ${time(baseline.created_at)}`]
      : [];
  const none = '- None was found, so the steps above rest on journals and on the plan.';
  const why = WHY[selection.decidedBy ?? 'only'];
  const line = chosen ? `- ${describe(chosen)}, from: ${SOURCES[chosen.source]}. ${why}` : none;
  return [line, ...other, ...ask];
}

function offerWords({ source, index, run }: Candidate): string {
  const first = `It would say that step ${(index ?? 0) + 1} of the plan is finished`;
  if (source !== 'imported_legacy') return `${first}; only its title or its run's name ties it to this plan.`;
  const of = run === undefined ? 'of a run that it does not name' : `of its run ${inline(run)}`;
  return `${first}, with all before it. Another tool wrote it, ${of}.`;
}

function describe({ record, title, sha, id, createdAt }: Candidate): string {
  const name = inline(record?.name ?? title ?? sha?.slice(0, 12) ?? id);
  const commit = sha === undefined ? '' : ` (${inline(sha.slice(0, 12))})`;
  return `${name}${commit}${createdAt === undefined ? '' : `, ${time(createdAt)}`}`;
}

function driftLines({ class: of, action, details, paths = [], says = paths }: Drift): string[] {
  const { title, toDo } = DRIFTS[of];
  const first = `- **${title}** (\`${of}\`, ${action}): ${inline(details)} ${toDo}`;
  return [first, ...listed(says.map(inline), '  - ')];
}

function candidateLine(candidate: Candidate): string {
  const { why, source, needsConfirmation } = candidate;
  const verdict = why ? `no: ${REASONS[why]}` : needsConfirmation ? 'waits for your word' : 'counts';
  return `${describe(candidate)}, from: ${SOURCES[source]}: ${verdict}`;
}

function listed(lines: readonly string[], bullet: string): string[] {
  const shown = lines.slice(0, MOST).map((line) => `${bullet}${line}`);
  return lines.length > MOST ? [...shown, `${bullet}and ${lines.length - MOST} more`] : shown;
}
