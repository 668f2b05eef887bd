/** What is written down of a batch as it begins: what its steps build, and how they run. */
import { describeStep } from '../../batch/describe';
import { restingRuns } from '../../batch/goingOn';
import { parallelOf } from '../../batch/parallel';
import type { BatchStep } from '../../batch/record';
import { roundsOf } from '../../batch/rounds';
import type { StageView, StepView } from '../../status';
import type { ActionContext } from '../action';
import { countOf } from '../read';
import type { Isolation, StageNow, StageWork } from '../stageWork';
import type { CurrentBatch } from './state';

/** What a batch builds is said as it begins: afterwards its steps are others. */
export async function describeBatch(
  context: ActionContext,
  work: StageWork,
  batch: CurrentBatch,
  { plan, stage }: StageNow,
): Promise<Parameters<StageWork['beginBatch']>[0]> {
  const views = viewsOf(stage, batch.steps);
  const steps = await describeSteps(context, plan.format, views);
  // Only a format's own batches say of steps that they may be at work side by side.
  const isOwn = stage.batches.length > 0 && work.policy.batchSize === undefined;
  const { most, fewest } = parallelOf(work.policy, context.state);
  const parallel = isOwn && views.length >= fewest ? most : 1;
  const isolation = parallel > 1 && views.length > 1 ? await isolationOf(work, plan, views) : undefined;
  const isolated = isolation?.kind === 'worktrees';
  const { rounds, notes } = roundsOf(views, isolation?.kind === 'impossible' ? 1 : parallel, isolated);
  const goesOn = goingOn(context, work, batch);
  const onward = views.filter(({ step }) => Object.hasOwn(goesOn, step.key));
  return {
    ...{ number: batch.number, batch: batch.key, steps, rounds },
    notes: [
      ...(isolation ? [isolation.note] : []),
      ...notes,
      ...onward.map(({ step }) => `${step.number ?? step.key} goes on where it rested.`),
    ],
    ...(isolated && { isolated }),
    ...(onward.length > 0 && { goesOn }),
  };
}

/** Who asks for another try of a step does not want the one that failed to go on. */
function goingOn(
  { state, journals }: ActionContext,
  work: StageWork,
  { number, steps }: CurrentBatch,
): Readonly<Record<string, string>> {
  if (countOf(state, 'retry_number', 0) === number) return {};
  return restingRuns(steps, {
    events: work.events(),
    children: work.children(),
    eventsOf: (run) => journals.events(run),
  });
}

async function isolationOf(
  work: StageWork,
  plan: StageNow['plan'],
  views: StageNow['stage']['steps'],
): Promise<Exclude<Isolation, { kind: 'shared' }> | undefined> {
  const isolation = await work.isolation(
    plan,
    views.map(({ step }) => step),
  );
  return isolation.kind === 'shared' ? undefined : isolation;
}

/** The steps of a stage with these keys, in the order of the keys; those that are gone are left out. */
export function viewsOf({ steps }: StageView, keys: readonly string[]): StepView[] {
  return keys.flatMap((key) => steps.find(({ step }) => step.key === key) ?? []);
}

/** What each builds, by its plan file as it is now. */
export function describeSteps(
  context: Pick<ActionContext, 'readText'>,
  format: string,
  views: readonly StepView[],
): Promise<BatchStep[]> {
  return Promise.all(
    views.map(async ({ step }) => describeStep(format, step, (await context.readText(step.file)) ?? '')),
  );
}
