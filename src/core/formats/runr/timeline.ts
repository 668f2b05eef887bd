/** A run's `timeline.jsonl` (runr.md 4.3): one event a line, in the order of the file; `seq` may be missing or double. */
import { fileProblem, type Problem } from '../../problem';
import { isIndex, isObject, textOf, type Fields } from '../../jsonObject';
import { isCommitName } from './sidecar';
import { goalsOf } from './state';
import { once } from '../once';

/** What the timeline knows and the other files may have lost. */
export interface RunrTimeline {
  /** By milestone, 0-based; of several the last one written. */
  readonly checkpoints: ReadonlyMap<number, { readonly commit: string; readonly at: string | undefined }>;
  /** The goals as they were last planned; empty before that. */
  readonly goals: readonly string[];
  readonly problems: readonly Problem[];
}

/** Reads every line that is an event. The same `FileText` is parsed once. */
export const readTimeline = once(({ text }, file): RunrTimeline => {
  const lines = text.split('\n');
  const events = lines.map(eventOf);
  const checkpoints: [number, { commit: string; at: string | undefined }][] = [];
  let goals: readonly string[] = [];
  for (const event of events) {
    const payload = isObject(event?.['payload']) ? event['payload'] : {};
    const { commit, milestone_index: index } = payload;
    if (event?.['type'] === 'plan_generated') goals = goalsOf(payload['milestones']);
    if (event?.['type'] === 'checkpoint_complete' && isIndex(index) && isCommitName(commit))
      checkpoints.push([index, { commit, at: textOf(event['timestamp']) }]);
  }
  const damaged = lines.flatMap((line, at) => (line.trim() !== '' && events[at] === undefined ? [at] : []));
  return { checkpoints: new Map(checkpoints), goals, problems: damagedProblems(damaged, lines, file) };
});

function eventOf(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    // Counted as damaged, unless it is blank.
    return undefined;
  }
}

/** A last line without its end is being written just now, or was when the run died. */
function damagedProblems(damaged: readonly number[], lines: readonly string[], file: string): Problem[] {
  const cut = damaged.at(-1) === lines.length - 1;
  const whole = damaged.length - (cut ? 1 : 0);
  const message = `${whole} lines are no events and are passed over, as Runr does; the first is ${(damaged[0] ?? 0) + 1}.`;
  return [
    ...(cut ? [fileProblem('runr-line-cut', 'info', file, CUT)] : []),
    ...(whole > 0 ? [fileProblem('runr-lines-damaged', 'warning', file, message)] : []),
  ];
}

const CUT = 'The last line is not whole: it is being written, or Runr died meanwhile.';
