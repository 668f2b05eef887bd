/** What is odd about the batches of a stage: their values, and files that two steps of one batch change. */
import type { Problem } from './problem';
import type { ScheduleFacts, ScheduleStep } from './schedule';
import { batchNumber } from './scheduleBatches';
import { nameOf, related, severityBetween, type StepProblem } from './scheduleDependencyProblems';
import { rangeOf, type Written } from './written';

/** `batch-invalid` (warning), `batch-differs` (info). */
export function batchProblems(facts: ScheduleFacts): StepProblem[] {
  const { steps, words, batchOf } = facts;
  const byKey = new Map(steps.map((step) => [step.key, step]));
  return steps.flatMap((step): StepProblem[] => {
    const { batch, file, key } = step;
    if (batch === undefined) return [];
    const computed = batchOf.get(key)?.computed;
    const example = `${words.batch}: ${computed ?? 1}`;
    const declared = batchNumber(batch);
    const range = rangeOf(batch);
    if (declared === undefined) {
      const message =
        `The ${words.batch} ${JSON.stringify(batch.text.slice(0, 80))} is not a whole number` +
        (computed === undefined ? '.' : `, so ${computed} is taken, which the dependencies give.`);
      return [[key, { code: 'batch-invalid', severity: 'warning', file, range, message, example }]];
    }
    if (computed === undefined || declared === computed.toString()) return [];
    const message = `The dependencies of this ${words.step} put it in ${words.batch} ${computed}, but ${words.batch} ${declared} is written.`;
    const deciding = lastDependency(facts, step, byKey);
    return [[key, { code: 'batch-differs', severity: 'info', file, range, message, example, ...deciding }]];
  });
}

/** The dependency that decides the computed batch: the one with the highest. */
function lastDependency(
  { dependencies, batchOf, words, stage }: ScheduleFacts,
  { key }: ScheduleStep,
  byKey: ReadonlyMap<string, ScheduleStep>,
): Pick<Problem, 'related'> {
  const level = (step: ScheduleStep): number => batchOf.get(step.key)?.computed ?? -1;
  const targets = (dependencies.get(key) ?? []).flatMap(({ target }) => {
    const found = target?.kind === 'step' && target.stage === stage ? byKey.get(target.step) : undefined;
    return found === undefined ? [] : [found];
  });
  const last = targets.reduce<ScheduleStep | undefined>(
    (best, step) => (best === undefined || level(step) > level(best) ? step : best),
    undefined,
  );
  if (last === undefined) return {};
  const message = `It waits for ${nameOf(last.key)}, whose dependencies put it in ${words.batch} ${level(last)}.`;
  return { related: related(last, last.batch, message) };
}

/** `batch-overlap` (warning; info where one of them is over), once for each step and earlier step of its batch with which it shares files. */
export function overlapProblems({ steps, words, batches }: ScheduleFacts): StepProblem[] {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  return batches.flatMap((batch) => {
    if (batch.steps.length < 2) return [];
    const members = batch.steps.flatMap((key) => byKey.get(key) ?? []);
    const open = members.filter(({ over }) => over !== true);
    // What is open first: what is over must not stand between two that are not.
    return overlaps([...open, ...members.filter(({ over }) => over === true)]).map(
      ({ step, earlier, files }): StepProblem => {
        const [first, ...more] = files;
        const also = more.length === 0 ? '' : ` and ${more.length} more`;
        const message =
          `${nameOf(earlier.key)} of the same ${words.batch} changes ${first?.own.text ?? ''}${also} too. ` +
          `Let one wait for the other, or put it in a later ${words.batch}.`;
        const example = `${words.dependsOn}: ["${nameOf(earlier.key)}"]`;
        const range = rangeOf(first?.own ?? { line: 0, from: 0, to: 0 });
        const other = related(earlier, first?.theirs, `${nameOf(earlier.key)} changes it here.`);
        return [
          step.key,
          {
            code: 'batch-overlap',
            severity: severityBetween(step, earlier),
            file: step.file,
            range,
            message,
            example,
            related: other,
          },
        ];
      },
    );
  });
}

/** A step and an earlier one, and the files that both say they change, each as both have written it. */
export interface Overlap {
  readonly step: ScheduleStep;
  readonly earlier: ScheduleStep;
  readonly files: readonly { readonly own: Written; readonly theirs: Written }[];
}

/** Files that several steps say they change; each is held against the first step that has it, so this is linear. */
export function overlaps(steps: readonly ScheduleStep[]): Overlap[] {
  const firstOf = new Map<string, { step: ScheduleStep; file: Written }>();
  const found: Overlap[] = [];
  for (const step of steps) {
    let shared: Map<ScheduleStep, { own: Written; theirs: Written }[]> | undefined;
    for (const file of step.files) {
      const path = samePath(file.text);
      const first = firstOf.get(path);
      if (first === undefined) firstOf.set(path, { step, file });
      else if (first.step !== step) {
        shared ??= new Map();
        const list = shared.get(first.step) ?? [];
        list.push({ own: file, theirs: first.file });
        shared.set(first.step, list);
      }
    }
    for (const [earlier, files] of shared ?? []) found.push({ step, earlier, files });
  }
  return found;
}

/** The same text for paths that are the same: no `./`, `/` between folders, no remark in brackets after a blank. */
export function samePath(text: string): string {
  if (!/^\.\/|[\\`\s]/.test(text)) return text;
  const remark = text.indexOf(' (');
  const path = (remark === -1 ? text : text.slice(0, remark))
    .trim()
    .replaceAll('\\', '/')
    .replaceAll('`', '');
  return path.startsWith('./') ? path.slice(2) : path;
}
