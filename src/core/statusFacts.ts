/** The facts about one step that a status rests on, gathered from its plan file, handoff, journals and the status log. */
import type { CheckName } from './checks';
import type { Gate } from './gateRecord';
import type { Claim, Dependency, Step, Terms } from './plan';
import type { PlanRecords } from './recordIndex';
import type { Run } from './run';
import type { CheckTruth, StatusChange } from './status';
import { stopReason } from './stops';

export interface Facts {
  readonly step: Step;
  readonly terms: Terms;
  /** The dependencies that the step waits for, each with its reason. */
  readonly open: readonly Dependency[];
  /** The latest run of this step. */
  readonly run: Run | undefined;
  readonly driven: boolean;
  /** The run of its stage has taken it into the batch that is under way. */
  readonly taken: boolean;
  /** Unanswered gates of a run under way. */
  readonly gates: readonly Gate[];
  /** The handoff is there and its format finds nothing wrong with it. */
  readonly handoffValid: boolean;
  /** The latest word of a person, where no run is newer and the plan file still says so. */
  readonly person: StatusChange | undefined;
  /** The last run stands still or ended without success, and no person has said otherwise since. */
  readonly stopped: boolean;
  readonly claims: {
    readonly plan: Claim;
    /** What a completion mark rests on where that is no handoff (`Step.evidence`). */
    readonly evidence: Claim | undefined;
    readonly handoff: Claim | undefined;
    readonly journal: Claim | undefined;
    readonly person: Claim | undefined;
    /** Another document says that an unmarked step is complete, and nothing shows it. */
    readonly unproven: Claim | undefined;
    /** Another document says that somebody has begun an unmarked step. */
    readonly begun: Claim | undefined;
  };
}

/** Gathers the facts of a step from all that is recorded of its plan. */
export function factsOf(step: Step, terms: Terms, records: PlanRecords): Facts {
  const seen = latest(records.runs.get(step.key) ?? [], ({ run }) => run.header.at);
  const run = seen?.run;
  const change = latest(records.changes.get(step.key) ?? [], ({ at }) => at);
  const newer = change !== undefined && (run === undefined || change.at > run.lastAt);
  const person = newer && change.to === step.mark ? change : undefined;
  const success = run?.stop !== undefined && stopReason(run.stop.code).family === 'success';
  return {
    step,
    terms,
    open: openDependencies(step, records),
    run,
    driven: seen?.driven ?? false,
    taken: records.taken.has(step.key),
    gates: run?.phase === 'active' ? openGates(run) : [],
    handoffValid: step.handoff?.result !== undefined && step.handoff.defects.length === 0,
    person,
    stopped: run !== undefined && run.phase !== 'active' && !success && person === undefined,
    claims: {
      plan: planClaim(step),
      evidence: evidenceClaim(step, terms),
      handoff: handoffClaim(step),
      journal: run && journalClaim(run, seen.driven),
      person: change && {
        by: 'person',
        says: `${change.by} set ${change.to}: ${change.reason}`,
        since: change.at,
      },
      unproven: saidOfUnmarked(step, 'complete'),
      begun: saidOfUnmarked(step, 'in-progress'),
    },
  };
}

/** Every claim about the step once, the plan file's first. */
export function allClaims({ claims, step }: Facts): Claim[] {
  const own = Object.values(claims).filter((claim) => claim !== undefined);
  return [...new Set([...own, ...(step.claims ?? [])])];
}

/**
 * What the format calls unsatisfied, and what it does not see: a handoff that says complete satisfies it (coyote.md 1.4)
 * while its own run still waits for the review.
 */
function openDependencies({ dependsOn }: Step, { runs }: PlanRecords): Dependency[] {
  return dependsOn.flatMap((dependency) => {
    if (!dependency.satisfied) return [dependency];
    const { step, number } = dependency;
    const underWay = (runs.get(step ?? '') ?? []).some(({ run }) => run.phase === 'active');
    return underWay
      ? [{ ...dependency, satisfied: false, reason: `- step ${number}: its run is not over` }]
      : [];
  });
}

/** A claim that is no mere hint, about a step that its own file does not say to be begun. */
function saidOfUnmarked({ mark, claims = [] }: Step, means: Claim['means']): Claim | undefined {
  return mark === 'pending' ? claims.find((claim) => claim.means === means && !claim.weak) : undefined;
}

/** The gates of a run that nobody has answered, oldest first. */
export function openGates(run: Run): Gate[] {
  return run.gates.filter((record) => record.answer === undefined).map((record) => record.gate);
}

/** What the checks of a run showed; `not_run` is never green. */
export function checkTruth(run: Pick<Run, 'checks'>): CheckTruth {
  const deciding: readonly CheckName[] = ['lint', 'build', 'test'];
  const statusOf = (name: CheckName) => run.checks.find(({ check }) => check === name)?.status ?? 'not_run';
  const notRun = deciding.filter((name) => statusOf(name) === 'not_run');
  const failed = deciding.filter((name) => ['failed', 'timed_out'].includes(statusOf(name)));
  return { verified: notRun.length === 0 && failed.length === 0, notRun, failed };
}

/** The item with the greatest time; of equals the last. */
function latest<T>(items: readonly T[], at: (item: T) => string): T | undefined {
  return items.reduce<T | undefined>(
    (best, item) => (best === undefined || at(item) >= at(best) ? item : best),
    undefined,
  );
}

function planClaim(step: Step): Claim {
  const at = step.evidence && 'at' in step.evidence ? step.evidence.at : undefined;
  return {
    by: 'plan',
    says: saidByFile(step),
    file: step.file,
    ...(at !== undefined && { since: at }),
  };
}

function saidByFile({ unread, markText }: Step): string {
  if (unread !== undefined) return unread === true ? 'its file could not be read' : unread;
  return markText === '' ? 'no status' : `status: ${markText}`;
}

/** In the format's own words where it makes a claim of it; a record that only bears out the mark is no claim of its own. */
function evidenceClaim({ evidence, claims = [] }: Step, terms: Terms): Claim | undefined {
  if (evidence === undefined || 'missing' in evidence) return undefined;
  const { file, source, commit, at } = evidence;
  const said = claims.find((claim) => claim.file === file && claim.means === 'complete');
  const by = source === terms.handoff ? 'handoff' : source === 'commit' ? 'commit' : undefined;
  if (said || by === undefined) return said;
  const says = commit === undefined ? source : `${source} ${commit.slice(0, 7)}`;
  return { by, says, file, ...(at !== undefined && { since: at }) };
}

function handoffClaim(step: Step): Claim | undefined {
  const { handoff } = step;
  if (handoff === undefined) return undefined;
  const defects = handoff.defects.length === 0 ? '' : ` (${handoff.defects.length} defects)`;
  return { by: 'handoff', says: `result: ${handoff.result ?? 'none'}${defects}`, file: handoff.file };
}

function journalClaim(run: Run, driven: boolean): Claim {
  const says = run.stop
    ? `run ${run.header.attempt} ended: ${stopReason(run.stop.code).title}`
    : `run ${run.header.attempt} at ${run.nodes.join(', ') || 'its start'}${driven ? '' : ', driven by nobody'}`;
  return { by: 'journal', says, file: run.file, since: run.lastAt };
}
