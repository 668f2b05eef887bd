/** Whether a batch has become too large to review, as the gate of its size is told (prompts.md 2.4: "diff too large"). */
import { relative, sep } from 'node:path';
import type { BatchRecord } from '../../batch/record';
import { smallerSize } from '../../formats/prompts/run/batches';
import { sizeOf, tooLarge, type DiffLimits, type DiffSize } from '../../formats/prompts/run/diffSize';
import { runFiles } from '../../formats/prompts/run/files';
import { markerName } from '../../formats/prompts/run/outcome';
import { settingsIn } from '../../formats/prompts/run/settings';
import type { State } from '../../protocol/walk';
import type { ActionContext } from '../action';
import { countOf, textOf } from '../read';
import { stageWork } from '../stage/state';
import { sizeBetween } from './changes';
import { markerOf } from './marker';
import { childIn, eventsOfBatch, keptOf } from './recorded';

/** For the gate: the words, and the size that they are about; `undefined` where nobody has to be asked. */
export async function largeState(context: ActionContext, batch: BatchRecord): Promise<State | undefined> {
  const size = await sizeOfBatch(context, batch);
  if (size === undefined) return undefined;
  const work = stageWork(context);
  const { number, steps } = batch;
  const marker = await markerOf(context, work.run(), number, eventsOfBatch(work.events(), number));
  const text = tooLarge(size, settingsIn(context.state).limits, {
    number,
    marker: marker ? markerName(marker) : 'the state before it',
    smaller: smallerSize(steps.length),
    seen: seenIn(context.state),
  });
  return text === undefined
    ? undefined
    : { size_text: text, size_lines: size.lines, size_files: size.files.length };
}

/** What a person had the batch go on with. */
function seenIn(state: State): DiffLimits | undefined {
  if (textOf(state, 'size_choice') !== 'go on') return undefined;
  return { lines: countOf(state, 'size_lines', 0), files: countOf(state, 'size_files', 0) };
}

/** What the batch changed so far, without what we write ourselves; `undefined` where that cannot be told. */
async function sizeOfBatch(context: ActionContext, batch: BatchRecord): Promise<DiffSize | undefined> {
  const { number, steps } = batch;
  const children = stageWork(context).children();
  const runs = steps.flatMap(({ key }) => childIn(children, number, key) ?? []);
  const kept = await Promise.all(runs.map(({ id }) => keptOf(context, id)));
  const [first, last] = [kept.find((one) => one !== undefined), kept.findLast((one) => one !== undefined)];
  if (first === undefined || last === undefined) return undefined;
  const size = await sizeBetween(context, first.before, last.after);
  if ('refused' in size) return undefined;
  const ours = await ownPaths(context, batch);
  return sizeOf(size.files.filter(({ path }) => !ours.has(path)));
}

/** What we write ourselves while a batch runs, as paths from the worktree's top folder. */
async function ownPaths(context: ActionContext, { steps }: BatchRecord): Promise<ReadonlySet<string>> {
  const { plan, folder, stage } = context.header;
  const files = runFiles(plan.root, stage?.key ?? '');
  const prefix = await context.tree.prefix();
  const all = [files.checkpoints, files.summary, ...steps.map(({ key }) => files.log(key))];
  const from = 'prefix' in prefix ? prefix.prefix : '';
  return new Set(all.map((file) => from + relative(folder, file).split(sep).join('/')));
}
