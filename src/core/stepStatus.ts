/** The status of a step: the first rule that holds decides, and names the claim that it rests on. */
import type { Step } from './plan';
import type { Status } from './status';
import { contradictionsOf } from './statusContradictions';
import type { Facts } from './statusFacts';
import { isInterruption, stopReason } from './stops';

interface Rule {
  readonly status: Status;
  readonly when: (facts: Facts, contradictory: boolean) => boolean;
  /** Whose claim decides when the rule holds; the plan file's where there is no such claim. */
  readonly by: (facts: Facts) => keyof Facts['claims'];
}

const journal = () => 'journal' as const;
const plan = (facts: Facts) => (facts.person ? ('person' as const) : ('plan' as const));
const found = (facts: Facts) => (facts.claims.evidence ? ('evidence' as const) : plan(facts));
const active = (facts: Facts) => facts.run?.phase === 'active';
const marked = (mark: Step['mark']) => (facts: Facts) => facts.step.mark === mark;
const stopCode = (facts: Facts) => facts.run?.stop?.code ?? '';
/** What would tell could not be read, and nothing else tells. */
const unread = ({ step }: Facts) =>
  step.unread !== undefined &&
  (step.mark === 'unrecognised' || (step.mark === 'complete' && !step.evidence && !step.handoff));

/** Stops that a person chose: by Stop, or by an answer at a gate. */
const decisions = new Set([
  'user_stopped',
  'step_rejected',
  'step_blocked',
  'rolled_back',
  'no_rollback_point',
  'gates_not_met',
]);

/**
 * In order (coyote.md 1.10, extended by our journals): a run under way comes first, then how the last run stopped
 * unless a person has set the status since, then the files.
 */
const rules: readonly Rule[] = [
  { status: 'waiting', when: (facts) => facts.gates.length > 0, by: journal },
  { status: 'running', when: (facts) => active(facts) && facts.driven, by: journal },
  { status: 'interrupted', when: active, by: journal },
  {
    status: 'interrupted',
    when: (facts) => facts.stopped && isInterruption(stopCode(facts)),
    by: journal,
  },
  { status: 'stopped', when: (facts) => facts.stopped && decisions.has(stopCode(facts)), by: journal },
  { status: 'failed', when: (facts) => facts.stopped, by: journal },
  { status: 'superseded', when: marked('superseded'), by: plan },
  {
    status: 'stopped',
    when: ({ step }) => step.stop !== undefined && stopReason(step.stop.code).family === 'user',
    by: found,
  },
  { status: 'failed', when: ({ step }) => step.stop !== undefined, by: found },
  { status: 'unknown', when: unread, by: plan },
  { status: 'skippedByTool', when: marked('unrecognised'), by: plan },
  {
    status: 'contradiction',
    when: (_, contradictory) => contradictory,
    by: (facts) => (facts.claims.unproven && !facts.run ? 'unproven' : plan(facts)),
  },
  {
    status: 'doneWithGaps',
    when: (facts) =>
      marked('complete')(facts) && !facts.step.evidence && facts.step.handoff?.result !== 'complete',
    by: () => 'handoff',
  },
  {
    status: 'needsReview',
    when: (facts) =>
      marked('complete')(facts) &&
      facts.run !== undefined &&
      !facts.run.approved &&
      !facts.person &&
      // Where completion rests on evidence of its own, nobody approves single steps (renn-gsd.md 1.2, runr.md 5).
      facts.step.evidence === undefined,
    by: journal,
  },
  {
    status: 'done',
    when: marked('complete'),
    by: (facts) => (facts.run?.approved ? 'journal' : found(facts)),
  },
  // The steps of a batch are marked as begun before the first of them is run (okstra.md 3.6).
  { status: 'unknown', when: (facts) => marked('in-progress')(facts) && !facts.taken, by: plan },
  {
    status: 'unknown',
    when: (facts) => facts.claims.begun !== undefined && !facts.person,
    by: () => 'begun',
  },
  { status: 'unknown', when: ({ step }) => step.unread !== undefined, by: plan },
  { status: 'blocked', when: (facts) => facts.open.length > 0, by: plan },
  { status: 'ready', when: () => true, by: plan },
];

/** What the facts come to. */
export function statusOf(facts: Facts): {
  readonly status: Status;
  readonly decidedBy: Facts['claims']['plan'];
  readonly contradictions: readonly string[];
} {
  const contradictions = contradictionsOf(facts);
  const rule = rules.find(({ when }) => when(facts, contradictions.length > 0));
  if (rule === undefined) throw new Error('The last status rule must always hold.');
  return {
    status: rule.status,
    decidedBy: facts.claims[rule.by(facts)] ?? facts.claims.plan,
    contradictions,
  };
}
