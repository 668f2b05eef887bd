/** How the claims about a step can exclude each other: "done" needs evidence, and a mark alone is none. */
import { parse } from 'node:path';
import type { Claim, Step } from './plan';
import type { Facts } from './statusFacts';
import { stopReason } from './stops';

/**
 * The contradictions of a step as short sentences. None while a run is under way, because a run's own work passes
 * through such states (the original tool marks a step complete before anybody approves it, coyote.md 1.9).
 */
export function contradictionsOf(facts: Facts): string[] {
  if (facts.run?.phase === 'active') return [];
  switch (facts.step.mark) {
    case 'complete':
      return complete(facts);
    case 'in-progress':
      return inProgress(facts);
    case 'pending':
      return pending(facts);
    case 'superseded':
    case 'unrecognised':
      return [];
  }
}

function complete({ step, run, handoffValid, stopped }: Facts): string[] {
  if (step.evidence) return 'missing' in step.evidence ? [`marked complete, ${step.evidence.missing}`] : [];
  if (step.handoff === undefined) return untold(step) ? [] : ['marked complete, no handoff'];
  if (!handoffValid) return [`marked complete, handoff not valid (${defect(step.handoff.defects)})`];
  if (stopped && run?.stop) return [`marked complete, last run ended: ${stopReason(run.stop.code).title}`];
  return [];
}

function inProgress({ run, handoffValid, stopped, person, step }: Facts): string[] {
  if (stopped || person) return [];
  if (run?.approved) return [`approved by ${run.approved.by}, but marked in progress`];
  return handoffValid
    ? [`marked in progress, but its handoff says ${step.handoff?.result ?? 'nothing'}`]
    : [];
}

function pending({ run, handoffValid, stopped, person, step, claims, terms }: Facts): string[] {
  if (stopped || person) return [];
  if (run?.approved) return [`approved by ${run.approved.by}, but marked pending`];
  if (handoffValid && step.handoff?.result === 'complete')
    return ['marked pending, but its handoff says complete'];
  if (claims.unproven === undefined || untold(step)) return [];
  const found = step.handoff
    ? `its ${terms.handoff} says ${step.handoff.result ?? 'nothing'}`
    : `no ${terms.handoff}`;
  return [`${speaker(claims.unproven)} says complete, ${found}`];
}

/** What would show that it is done could not be read: that it is not there means nothing. */
function untold({ unread, handoff }: Step): boolean {
  return typeof unread === 'string' && handoff === undefined;
}

/** Who makes a claim: the document by its name, where it is one of the plan's own (`track`, `ROADMAP`). */
export function speaker({ by, file }: Claim): string {
  const named = file !== undefined && (by === 'overview' || by === 'state');
  return named ? parse(file).name : by;
}

function defect(defects: readonly string[]): string {
  const [first, ...others] = defects.map((text) => text.replace(/^- /, ''));
  return others.length === 0 ? (first ?? 'no result') : `${first ?? ''}, and ${others.length} more`;
}
