/** The choice of the last checkpoint: one chain, one order, and every find that lost with its reason (runr.md 12.5). */
import { type Candidate, type ResumeSource, SOURCES } from './candidates';

export interface Selection {
  readonly source: ResumeSource;
  readonly chosen?: Candidate;
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
  readonly candidates: number;
  readonly rejected: readonly { readonly id: string; readonly why: string }[];
}

const IMPORTED = ['sidecar', 'git_log_run_specific', 'git_log_legacy'];

/**
 * Chooses. The first source of the chain that has a find which counts wins, whatever weaker sources say; within a
 * source the order of `byWorth` decides.
 * @param confirmed ids of candidates that a person has confirmed
 */
export function select(found: readonly Candidate[], confirmed: readonly string[] = []): Selection {
  const candidates = found
    .map((one) => (confirmed.includes(one.id) ? { ...one, needsConfirmation: false } : one))
    .sort(byWorth);
  const valid = candidates.filter(({ why }) => why === undefined);
  const chosen = valid.find((one) => !one.needsConfirmation);
  const open = valid.find((one) => one.needsConfirmation);
  const first = open && (chosen === undefined || byWorth(open, chosen) < 0);
  return {
    source: chosen?.source ?? 'none',
    ...(chosen && { chosen }),
    ...(first && { needsConfirmation: open }),
    candidates,
  };
}

/**
 * Best first: the source, then the latest step of the present plan, the latest attempt, the latest `seq`, the latest
 * time (no time is the oldest), the latest file, the greatest id.
 */
export function byWorth(a: Candidate, b: Candidate): number {
  return (
    SOURCES.indexOf(a.source) - SOURCES.indexOf(b.source) ||
    IMPORTED.indexOf(a.imported ?? '') - IMPORTED.indexOf(b.imported ?? '') ||
    later(a.index, b.index) ||
    later(a.attempt, b.attempt) ||
    later(a.seq, b.seq) ||
    later(epoch(a.createdAt), epoch(b.createdAt)) ||
    later(a.modified, b.modified) ||
    (a.id === b.id ? 0 : a.id > b.id ? -1 : 1)
  );
}

function later(a = -Infinity, b = -Infinity): number {
  return a === b ? 0 : a > b ? -1 : 1;
}

function epoch(text = ''): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** The event `resume_checkpoint_selected` without what every event carries. */
export function selectionEvent({ source, chosen, candidates }: Selection): ResumeCheckpointSelected {
  return {
    source,
    record_id: chosen?.record?.record_id ?? null,
    sha: chosen?.sha ?? null,
    step_key: chosen?.step ?? null,
    index: chosen?.index ?? null,
    candidates: candidates.length,
    rejected: candidates.flatMap(({ id, why }) => (why === undefined ? [] : [{ id, why }])),
  };
}
