/** What a run is about, in the words of its plan. */
import type { RunStarted } from './events';
import type { Terms } from './plan';

type Header = Pick<RunStarted, 'plan' | 'step' | 'stage'>;

/** What things are called where a journal does not say it. */
const PLAIN: Terms = {
  plan: 'plan',
  stage: 'stage',
  step: 'step',
  batch: 'batch',
  gate: 'gate',
  handoff: 'handoff',
};

/** The words of the plan that a run is of. */
export function termsOf({ plan }: Pick<RunStarted, 'plan'>): Terms {
  return { ...PLAIN, ...plan.terms };
}

/** What the run of a whole stage is of: `phase`, and where the plan has no stages `plan`. */
export function wholeTerm(header: Header): string {
  const { plan, stage } = termsOf(header);
  return header.stage?.key === '' ? plan : stage;
}

/** `step 02`, `phase 03`; of a plan without stages `the plan`. */
export function subjectOf(header: Header): string {
  const { step, stage } = header;
  const terms = termsOf(header);
  if (stage === undefined) return `${terms.step} ${step.number === '' ? step.key : step.number}`;
  if (stage.key === '') return `the ${terms.plan}`;
  return named(terms.stage, step.number === '' ? step.title : step.number);
}

/** The same with the title: `step 02 Add durations`, `phase 03 Parser`, `plan Totals`. */
export function subjectName(header: Header): string {
  const { step, stage } = header;
  const terms = termsOf(header);
  if (stage?.key === '') return `${terms.plan} ${header.plan.title}`;
  const name = `${step.number} ${step.title}`.trim();
  return named(stage === undefined ? terms.step : terms.stage, name);
}

/** A name that begins with its own term, such as `Stage 2`, says it once. */
export function named(term: string, name: string): string {
  return name.toLowerCase().startsWith(`${term.toLowerCase()} `) ? name : `${term} ${name}`;
}
