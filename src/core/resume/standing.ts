/**
 * How far each step is, and who says so. Journals know most; where they are gone (a fresh clone, a lost data folder)
 * checkpoints and then the plan's own marks speak, and what they cannot know, such as an approval, is not claimed.
 */
import { stepsOf } from '../plan';
import type { PlanView, StepView } from '../status';
import { stopReason } from '../stops';
import type { Candidate } from './candidates';
import type { Selection } from './select';

/**
 * `finished`: never done again. `held`: a person has to answer or to look at it. `halted`: begun and not finished.
 * `running`: somebody drives it. `open`: not begun, as far as anybody can tell.
 */
export type StandingState = 'finished' | 'held' | 'halted' | 'running' | 'open';

export interface Standing {
  readonly key: string;
  readonly number: string;
  readonly title: string;
  readonly state: StandingState;
  readonly by: 'journal' | 'checkpoint' | 'plan' | 'person' | 'nobody';
  /** What exactly is claimed, a clause: "approved by Ada, says the journal". */
  readonly says: string;
  /** Finished by its checkpoint although the journal or the plan file has not got that far. */
  readonly behind?: boolean;
  /** Marked complete beyond the last checkpoint, and nothing else shows it. */
  readonly ahead?: boolean;
}

/** The standing of every step, in the plan's order. */
export function standings({ plan, steps }: PlanView, selection: Selection): Standing[] {
  const order = stepsOf(plan).map(({ key }) => key);
  const claims = bestClaims(selection, order);
  return [...steps]
    .sort((a, b) => order.indexOf(a.step.key) - order.indexOf(b.step.key))
    .map((view, index) => standing(view, claims.get(view.step.key), index, selection));
}

/**
 * The best find for each step. One whose object is gone, or that a newer version wrote, is nothing to return to, but
 * it still tells what was finished: a plan is never begun again because a commit was pruned (D6, runr.md 12.7).
 */
function bestClaims(
  { candidates, chosen }: Selection,
  order: readonly string[],
): ReadonlyMap<string, Candidate> {
  const claims = new Map<string, Candidate>();
  for (const one of candidates) {
    const { why, step, source } = one;
    const known = why === undefined || why === 'object_missing' || why === 'unknown_schema_newer';
    if (source === 'plan_markers' || step === undefined || one.needsConfirmation || !known) continue;
    if (!claims.has(step)) claims.set(step, one);
  }
  // Runr's milestones are done in order: its last one says the same of all before it.
  if (chosen?.source === 'imported_legacy')
    for (const step of order.slice(0, chosen.index)) if (!claims.has(step)) claims.set(step, chosen);
  return claims;
}

function standing(
  view: StepView,
  claim: Candidate | undefined,
  index: number,
  selection: Selection,
): Standing {
  const { step } = view;
  const told =
    underWay(view) ??
    halted(view, claim) ??
    endedWell(view) ??
    heldByStatus(view) ??
    finishedByClaim(view, claim) ??
    byPlan(view, index, selection);
  return { key: step.key, number: step.number ?? step.key, title: step.title, ...told };
}

type Told = Pick<Standing, 'state' | 'by' | 'says' | 'behind' | 'ahead'>;

function underWay({ status, gates, node }: StepView): Told | undefined {
  if (status === 'waiting')
    return { state: 'held', by: 'journal', says: `waits for an answer: ${gates[0]?.title ?? 'a gate'}` };
  if (status === 'running')
    return { state: 'running', by: 'journal', says: `a run is under way${node ? ` at ${node}` : ''}` };
  return undefined;
}

/** A checkpoint of the very same run is later than what stopped it: it was taken when the step was finished. */
function halted({ status, lastRun }: StepView, claim: Candidate | undefined): Told | undefined {
  if (!lastRun || !['interrupted', 'stopped', 'failed'].includes(status)) return undefined;
  if (claim?.run === lastRun.id) return { ...checkpointSays(claim), behind: true };
  const why = lastRun.stop ? stopReason(lastRun.stop.code).title : 'nobody drives its run any more';
  return { state: 'halted', by: 'journal', says: `begun and not finished, says the journal: ${why}` };
}

function endedWell({ lastRun: run, decidedBy, step, status, contradictions }: StepView): Told | undefined {
  const success = run?.stop !== undefined && stopReason(run.stop.code).family === 'success';
  const reopened = decidedBy.by === 'person' && step.mark !== 'complete';
  if (!success || reopened) return undefined;
  const remark = contradictions.length === 0 ? '' : ` (${contradictions.join('; ')})`;
  if (run.approved)
    return {
      state: 'finished',
      by: 'journal',
      says: `approved by ${run.approved.by}, says the journal${remark}`,
    };
  return status === 'done'
    ? undefined
    : { state: 'held', by: 'journal', says: `its run ended well, and nobody has approved it${remark}` };
}

function heldByStatus({ status, step }: StepView): Told | undefined {
  if (status !== 'doneWithGaps') return undefined;
  const says = `marked complete, and its handoff says ${step.handoff?.result ?? 'nothing'}`;
  return { state: 'held', by: 'plan', says };
}

function finishedByClaim({ decidedBy, step }: StepView, claim: Candidate | undefined): Told | undefined {
  if (!claim || decidedBy.by === 'person') return undefined;
  return { ...checkpointSays(claim), ...(step.mark !== 'complete' && { behind: true }) };
}

const FINDS: Readonly<Record<Candidate['source'], string>> = {
  record: 'says its checkpoint',
  hidden_ref: 'says the message of its checkpoint',
  branch_commit: 'says a commit',
  imported_legacy: "says Runr's checkpoint, which a person confirmed",
  plan_markers: 'says the plan',
  none: '',
};

function checkpointSays(claim: Candidate): Told {
  const remark =
    claim.why === 'object_missing'
      ? '; its commit is gone'
      : claim.why === 'unknown_schema_newer'
        ? '; a newer version wrote it'
        : '';
  const says = `completed, ${FINDS[claim.source]}${remark}; approval unknown`;
  return { state: 'finished', by: 'checkpoint', says };
}

function byPlan(view: StepView, index: number, { chosen }: Selection): Told {
  const { step, status, decidedBy } = view;
  const by = decidedBy.by === 'person' ? 'person' : 'plan';
  if (step.mark === 'complete') {
    const shown = status === 'done' || chosen === undefined || chosen.source === 'plan_markers';
    const remark = view.contradictions.length === 0 ? '' : ` (${view.contradictions.join('; ')})`;
    if (shown || index <= (chosen.index ?? -1))
      return {
        state: 'finished',
        by,
        says: `complete, says ${by === 'plan' ? 'the plan' : decidedBy.says}${remark}`,
      };
    return {
      state: 'open',
      by: 'plan',
      says: `marked complete beyond the last checkpoint, and nothing else shows it${remark}`,
      ahead: true,
    };
  }
  if (status === 'unknown' || status === 'skippedByTool' || status === 'contradiction')
    return { state: 'halted', by: 'plan', says: `the plan says "${step.markText}", and no run is known` };
  return { state: 'open', by: 'nobody', says: status === 'blocked' ? 'waits for other steps' : 'not begun' };
}
