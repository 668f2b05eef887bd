/** A stage of an okstra plan as a step: its row and section, what the log says of it, and its carry sidecar. */
import { join, posix } from 'node:path';
import type { Claim, Dependency, Evidence, Handoff, Step, StepBatch } from '../../plan';
import { lineProblem, type Problem } from '../../problem';
import { oneLine } from '../../oneLine';
import { readObject } from '../../jsonObject';
import type { FileText, PlanSource } from '../format';
import { foldRows, logClaims, type ConsumerRow, type Consumers, type Folded } from './consumers';
import { CONSUMERS, sidecarOf, type Sidecars } from './files';
import type { PlanReport } from './planReport';
import type { MapRow } from './stageMap';
import { once } from '../once';

/** What the steps of a plan are made of. */
export interface StepParts {
  readonly source: PlanSource;
  readonly report: PlanReport;
  /** Absolute path of the report. */
  readonly file: string;
  readonly log: Consumers;
  readonly sidecars: Sidecars;
  /** By stage number. */
  readonly batches: ReadonlyMap<number, StepBatch>;
}

export function okstraStep(parts: StepParts, row: MapRow): Step {
  const { source, report, file } = parts;
  const rows = parts.log.rows.get(row.number) ?? [];
  const folded = foldRows(rows);
  const text = report.texts.get(row.number);
  const name = sidecarOf(parts.sidecars, row.number, folded.row?.carryPath);
  const carry = name === undefined ? undefined : carryOf(source, name);
  const logFile = join(source.root, CONSUMERS);
  const batch = parts.batches.get(row.number);
  return {
    key: String(row.number),
    number: String(row.number),
    title: titleOf(row, text?.section.title),
    file,
    line: text?.section.line ?? row.written.number.line,
    mark: folded.mark,
    meant: folded.mark,
    markText: parts.log.unread ? UNREAD : markText(folded, rows),
    ...(parts.log.unread && { unread: UNREAD }),
    dependsOn: dependencies(parts, row),
    handoff: carry,
    handoffFile:
      carry?.file ?? join(source.root, 'runs', 'implementation', 'carry', `stage-${row.number}.json`),
    testCommands: text?.post ?? [],
    ...(folded.mark === 'complete' && { evidence: evidenceOf(folded.row, carry) }),
    ...(batch !== undefined && { batch }),
    ...(text?.files !== undefined && { files: text.files.map((path) => path.text) }),
    claims: [...logClaims(rows, folded, logFile), ...carryClaim(folded, carry)],
    problems: [
      ...(report.stageProblems.get(row.number) ?? []),
      ...statusProblems(rows, logFile),
      ...source.problems.filter((problem) => problem.file === carry?.file),
    ],
  };
}

function titleOf(row: MapRow, heading: string | undefined): string {
  const title = oneLine(row.title === '' ? (heading ?? '') : row.title);
  return title === '' ? `Stage ${row.number}` : title;
}

/** The report itself has no status. Of what was started nobody can tell whether it still runs. */
function markText({ mark, row }: Folded, rows: readonly ConsumerRow[]): string {
  const last = row ?? rows.at(-1);
  if (last === undefined) return `${LOG_NAME} says nothing`;
  const by = last.task === undefined || mark === 'complete' ? '' : ` by ${oneLine(last.task)}`;
  const open = mark === 'in-progress' ? ', running or abandoned' : '';
  return `${LOG_NAME} says ${oneLine(last.status)}${by}${open}`;
}

const LOG_NAME = posix.basename(CONSUMERS);
const UNREAD = `${LOG_NAME} could not be read`;

/** Done is what the log calls done, as okstra itself selects; what its evidence is, is shown where it is. */
function dependencies({ report, log }: StepParts, { dependsOn, unclear }: MapRow): Dependency[] {
  const known = new Set(report.rows.map(({ number }) => number));
  const named = dependsOn.map((needed): Dependency => {
    const number = String(needed);
    if (!known.has(needed))
      return { number, satisfied: false, reason: `stage ${number} is not in the Stage Map` };
    if (foldRows(log.rows.get(needed) ?? []).mark === 'complete')
      return { number, satisfied: true, step: number };
    const reason = log.unread ? UNREAD : `stage ${number} is not done`;
    return { number, satisfied: false, reason, step: number };
  });
  const unreadable = unclear.slice(0, MOST_UNCLEAR).map((word): Dependency => {
    const number = oneLine(word);
    return { number, satisfied: false, reason: `"${number}" names no stage` };
  });
  return [...named, ...unreadable];
}

const MOST_UNCLEAR = 5;

/** A sidecar as it lies there: what is in it is not known beyond that it is JSON. */
function carryOf(source: PlanSource, name: string): Handoff {
  const file = join(source.root, name);
  const text = source.files.get(name);
  return {
    file,
    result: undefined,
    defects: text === undefined ? [] : defectsOf(text, file),
    ...(text !== undefined && { modified: text.modified }),
  };
}

const defectsOf = once(({ text }: FileText): readonly string[] => {
  const read = readObject(text);
  return 'problem' in read ? [`- this carry sidecar cannot be read: ${read.problem}`] : [];
});

function evidenceOf(row: ConsumerRow | undefined, carry: Handoff | undefined): Evidence {
  if (carry === undefined) {
    const where = row?.carryPath === undefined ? '' : ` (${oneLine(row.carryPath)})`;
    return { missing: `no carry sidecar${where}` };
  }
  if (carry.defects.length > 0) return { missing: 'its carry sidecar is no JSON object' };
  const commit = row?.commit;
  return { file: carry.file, source: 'carry sidecar', at: row?.at, ...(commit !== undefined && { commit }) };
}

/** Without a done row a sidecar may be an earlier plan's: a hint only. */
function carryClaim({ mark }: Folded, carry: Handoff | undefined): Claim[] {
  if (mark === 'complete' || carry === undefined) return [];
  return [
    { by: 'handoff', says: 'a carry sidecar is there', file: carry.file, means: 'complete', weak: true },
  ];
}

function statusProblems(rows: readonly ConsumerRow[], file: string): Problem[] {
  const unknown = rows.find(({ status }) => status !== 'done' && status !== 'started');
  if (unknown === undefined) return [];
  const message = `The status ${JSON.stringify(oneLine(unknown.status))} is not one that is known (started, done): it is shown and decides nothing.`;
  return [lineProblem('okstra-status-unknown', 'info', file, unknown.line, message)];
}
