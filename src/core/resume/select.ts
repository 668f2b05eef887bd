/** The choice of the last checkpoint: one chain, one order, and every find that lost with its reason (runr.md 12.5). */
import { type Candidate, type ResumeSource, SOURCES } from './candidates';

export interface Selection {
  readonly source: ResumeSource;
  readonly chosen?: Candidate;
  /** What set it before the next find that counts; absent when there was no other. */
  readonly decidedBy?: Criterion;
  /** Would come first if a person said that it belongs to this plan. Until then it counts for nothing. */
  readonly needsConfirmation?: Candidate;
  /** Every find, best first. */
  readonly candidates: readonly Candidate[];
}

/** What a journal keeps of a choice; texts and numbers only. */
export interface ResumeCheckpointSelected {
  readonly source: ResumeSource;
  readonly record_id: string | null;
  readonly sha: string | null;
  readonly step_key: string | null;
  readonly index: number | null;
  /** What set it before the next one. */
  readonly decided_by: Criterion | null;
  readonly candidates: number;
  readonly rejected: readonly { readonly id: string; readonly why: string }[];
}

const IMPORTED = ['sidecar', 'git_log_run_specific', 'git_log_legacy'];

/**
 * Chooses. The first source of the chain that has a find which counts wins, whatever weaker sources say; within a
 * source the order of `CRITERIA` decides.
 * @param confirmed ids of candidates that a person has confirmed
 */
export function select(found: readonly Candidate[], confirmed: readonly string[] = []): Selection {
  const candidates = found
    .map((one) => (confirmed.includes(one.id) ? { ...one, needsConfirmation: false } : one))
    .sort(byWorth);
  const valid = candidates.filter(({ why }) => why === undefined);
  const [chosen, second] = valid.filter((one) => !one.needsConfirmation);
  const decidedBy = chosen && second && decider(chosen, second);
  const open = valid.find((one) => one.needsConfirmation);
  const first = open && (chosen === undefined || byWorth(open, chosen) < 0);
  return {
    source: chosen?.source ?? 'none',
    ...(chosen && { chosen }),
    ...(decidedBy && { decidedBy }),
    ...(first && { needsConfirmation: open }),
    candidates,
  };
}

/** Best first, by the first of these that tells two finds apart (runr.md 12.5). What is unknown is the least. */
const CRITERIA = {
  source: (a: Candidate, b: Candidate) =>
    SOURCES.indexOf(a.source) - SOURCES.indexOf(b.source) ||
    IMPORTED.indexOf(a.imported ?? '') - IMPORTED.indexOf(b.imported ?? ''),
  step: (a: Candidate, b: Candidate) => later(a.index, b.index),
  attempt: (a: Candidate, b: Candidate) => later(a.attempt, b.attempt),
  seq: (a: Candidate, b: Candidate) => later(a.seq, b.seq),
  /** What is no time is the oldest. */
  time: (a: Candidate, b: Candidate) => later(epoch(a.createdAt), epoch(b.createdAt)),
  file: (a: Candidate, b: Candidate) => later(a.modified, b.modified),
  id: (a: Candidate, b: Candidate) => (a.id === b.id ? 0 : a.id > b.id ? -1 : 1),
};

export type Criterion = keyof typeof CRITERIA;

const NAMES = Object.keys(CRITERIA) as Criterion[];

function decider(a: Candidate, b: Candidate): Criterion | undefined {
  return NAMES.find((name) => CRITERIA[name](a, b) !== 0);
}

function byWorth(a: Candidate, b: Candidate): number {
  const name = decider(a, b);
  return name === undefined ? 0 : CRITERIA[name](a, b);
}

function later(a = -Infinity, b = -Infinity): number {
  return a === b ? 0 : a > b ? -1 : 1;
}

function epoch(text = ''): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** The event `resume_checkpoint_selected` without what every event carries. */
export function selectionEvent({
  source,
  chosen,
  decidedBy,
  candidates,
}: Selection): ResumeCheckpointSelected {
  return {
    source,
    record_id: chosen?.record?.record_id ?? null,
    sha: chosen?.sha ?? null,
    step_key: chosen?.step ?? null,
    index: chosen?.index ?? null,
    decided_by: decidedBy ?? null,
    candidates: candidates.length,
    rejected: candidates.flatMap(({ id, why }) => (why === undefined ? [] : [{ id, why }])),
  };
}
