/** The status of a stage that has an audit: the audit's verdict, else how far its steps are (renn-gsd.md 1.13, 2.4). */
import { isCounted } from './batches';
import type { Claim, PlanMark, Proof, Stage, Terms } from './plan';
import { plural } from './plural';
import { judged } from './judged';
import type { StageStatus, StageView, StepView } from './status';
import { speaker } from './statusContradictions';

type Weighed = Pick<StageView, 'status' | 'decidedBy' | 'claims' | 'contradictions'>;

const VERDICTS: Readonly<Record<Proof['verdict'], StageStatus | undefined>> = {
  passed: 'verified',
  humanNeeded: 'humanNeeded',
  gapsFound: 'gapsFound',
  stale: 'stale',
  unknown: undefined,
};

/** Done as far as the step's own evidence goes. */
const DONE = new Set<StepView['status']>(['done', 'doneWithGaps', 'needsReview']);
/** Nobody has begun it. */
const UNTOUCHED = new Set<StepView['status']>(['ready', 'blocked', 'skippedByTool']);

/** Weighs what is said about a stage. Without an audit it has no status, and its claims are only shown. */
export function stageStatus(stage: Stage, steps: readonly StepView[], terms: Terms): Weighed {
  const said = stage.claims ?? [];
  if (stage.audit === undefined)
    return { status: undefined, decidedBy: undefined, claims: said, contradictions: [] };
  const { proof } = stage.audit;
  const counted = steps.filter(isCounted);
  const progress = progressOf(stage, stage.audit.prepared, counted, terms);
  const audit = proof && proofClaim(proof);
  const person = judged(stage.audit);
  const verdict = person ? 'verified' : proof && VERDICTS[proof.verdict];
  const complete = said.find((claim) => claim.means === 'complete' && !claim.weak);
  const claimed = progress.status === 'notStarted' ? complete : undefined;
  const status = verdict ?? (claimed ? 'claimed' : progress.status);
  return {
    status,
    decidedBy: person ?? (verdict ? audit : (claimed ?? progress.claim)),
    claims: [progress.claim, ...(audit ? [audit] : []), ...(person ? [person] : []), ...said],
    contradictions: [
      ...disagreements(status, said, audit, open(counted, terms), terms),
      ...(status === 'verified' && proof ? missed(proof, terms) : []),
    ],
  };
}

function progressOf(
  stage: Stage,
  prepared: boolean,
  steps: readonly StepView[],
  terms: Terms,
): { readonly status: StageStatus; readonly claim: Claim } {
  const done = steps.filter(({ status }) => DONE.has(status)).length;
  const claim = { by: done > 0 ? 'handoff' : 'plan', ...(stage.folder && { file: stage.folder }) } as const;
  if (steps.length === 0 && stage.unread !== undefined)
    return { status: 'unknown', claim: { ...claim, says: stage.unread } };
  if (steps.length === 0) {
    const kinds = [...new Set((stage.documents ?? []).map(({ kind }) => kind))];
    const says = [...kinds, stage.folder ? `no ${plural(terms.step)}` : 'no folder'].join(', ');
    return { status: prepared ? 'prepared' : 'notStarted', claim: { ...claim, says } };
  }
  const one = steps.length === 1;
  const says = `${done} of ${steps.length} ${one ? terms.step : plural(terms.step)} ${one ? 'has' : 'have'} a ${terms.handoff}`;
  return { status: statusOf(steps, done), claim: { ...claim, says } };
}

function statusOf(steps: readonly StepView[], done: number): StageStatus {
  if (done === steps.length) return 'executed';
  const begun = steps.some(
    ({ status, step }) =>
      !UNTOUCHED.has(status) &&
      (status !== 'contradiction' || step.mark !== 'pending') &&
      (status !== 'unknown' || step.unread === undefined),
  );
  return begun ? 'inProgress' : 'planned';
}

function proofClaim({ file, verdict, text, reason, score }: Proof): Claim {
  const status = text === '' ? 'no status' : `status: ${text}`;
  const says = [status, reason, score].filter((part) => part !== undefined && part !== '').join(', ');
  return {
    by: 'proof',
    says,
    file,
    ...(verdict !== 'unknown' && { means: verdict === 'passed' ? 'complete' : 'in-progress' }),
  };
}

/** What is not done, as a clause: `2 runs have no recap`; `undefined` when no step is left. */
function open(steps: readonly StepView[], { step, handoff }: Terms): string | undefined {
  const left = steps.filter(({ status }) => !DONE.has(status));
  if (left.length === 0) return undefined;
  const one = left.length === 1;
  const who = `${left.length} ${one ? step : plural(step)}`;
  const bare = left.every((view) => view.step.handoff === undefined && view.step.mark !== 'complete');
  if (bare) return `${who} ${one ? 'has' : 'have'} no ${handoff}`;
  return `${who} ${one ? 'is' : 'are'} not done`;
}

/** Only claims that exclude each other and are more than hints. */
function disagreements(
  status: StageStatus,
  said: readonly Claim[],
  audit: Claim | undefined,
  left: string | undefined,
  { proof = 'proof' }: Terms,
): string[] {
  const whoSay = (...means: readonly (PlanMark | undefined)[]): string[] => {
    const firm = said.filter((claim) => !claim.weak && claim.means && means.includes(claim.means));
    return [...new Set(firm.map(speaker))];
  };
  switch (status) {
    case 'claimed':
    case 'executed':
    case 'unknown':
      return [];
    case 'verified':
      return [
        ...(left === undefined ? [] : [`${proof} says passed, ${left}`]),
        ...whoSay('pending', 'in-progress').map((who) => `${who} says not complete, ${proof} says passed`),
      ];
    default: {
      const instead =
        audit?.means === 'in-progress' ? `${proof} says ${audit.says}` : (left ?? 'it has no steps');
      return whoSay('complete').map((who) => `${who} says complete, ${instead}`);
    }
  }
}

/** A proof that says passed, and by its own count or its list of gaps is not. */
function missed({ score = '', gaps = 0 }: Proof, { proof = 'proof' }: Terms): string[] {
  const [shown, met, of] = /^\s*(\d{1,6}) ?\/ ?(\d{1,6})\b/.exec(score) ?? [];
  return [
    ...(shown !== undefined && Number(met) < Number(of)
      ? [`${proof} says passed, its score is ${shown.trim()}`]
      : []),
    ...(gaps > 0 ? [`${proof} says passed, and lists ${gaps} ${gaps === 1 ? 'gap' : 'gaps'}`] : []),
  ];
}
