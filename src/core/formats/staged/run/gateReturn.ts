/** The text with which an agent stops at a gate (renn-gsd.md 1.5, 2.7), as values. */
import { headings, sectionLines } from '../../sections';
import {
  type CompletedTask,
  completedTasks,
  type CurrentTask,
  currentTask,
  type GateChoice,
  optionsIn,
  type Progress,
  progressIn,
} from './gateParts';
import { firstLine, labelled, labelText, type Labelled } from './labels';

/** The kinds of gates that have rules of their own (renn-gsd.md 1.5). */
export type GateType = 'human-verify' | 'decision' | 'human-action';

/** What an agent says of the gate that it has met. */
export interface GateReturn {
  readonly kind: 'gate';
  /** What the text names, else what its parts are those of. */
  readonly type: GateType;
  /** As written. */
  readonly typeText: string;
  /** `01.01`, as written; empty where it is not told. */
  readonly run: string;
  readonly progress?: Progress;
  readonly completed: readonly CompletedTask[];
  readonly current: CurrentTask;
  /** The section of details as Markdown, and by its bold labels. */
  readonly details: string;
  readonly labels: readonly Labelled[];
  readonly options: readonly GateChoice[];
  readonly awaiting: string;
}

const LONGEST_FIELD = 300;
const LONGEST_PART = 32_000;

/**
 * Reads a block whose heading says that a gate was reached.
 * @param lines those below the heading
 * @returns `undefined` for an empty block and for a template whose places nobody filled in
 */
export function gateReturn(lines: readonly string[]): GateReturn | undefined {
  const all = headings(lines, 0, []);
  const section = (...titles: string[]): readonly string[] =>
    titles.map((title) => sectionLines(lines, all, title)).find((found) => found.length > 0) ?? [];
  const head = labelled(lines.slice(0, all[0]?.line ?? lines.length));
  const field = (...names: string[]): string => firstLine(labelText(head, ...names)).slice(0, LONGEST_FIELD);
  const typeText = field('type');
  if (/[|<[{]/.test(typeText) || lines.every((line) => line.trim() === '')) return undefined;
  const told = section('Gate Details', 'Checkpoint Details');
  const detailLines = all.length === 0 && head.length === 0 ? lines : told;
  const labels = labelled(detailLines);
  const current = currentTask(labelled(section('Current Task')));
  const options = optionsIn(detailLines);
  const progress = progressIn(field('progress'));
  return {
    kind: 'gate',
    type: gateTypeOf(typeText) ?? typeOfParts(labels, current, options),
    typeText,
    run: field('run', 'plan'),
    ...(progress === undefined ? {} : { progress }),
    completed: completedTasks(section('Completed Tasks')),
    current,
    details: joined(detailLines),
    labels,
    options,
    awaiting: joined(section('Awaiting')),
  };
}

/** The kind of gate that a word names, in any spelling: `checkpoint:human-verify`, `Human Action`, `auth-gate`. */
export function gateTypeOf(text: string): GateType | undefined {
  const word = text.toLowerCase();
  if (/action|auth/.test(word)) return 'human-action';
  if (/verif/.test(word)) return 'human-verify';
  return /decision|architect|choice/.test(word) ? 'decision' : undefined;
}

/** A gate of no kind that is known asks for a decision, as an architectural question does. */
function typeOfParts(
  labels: readonly Labelled[],
  current: CurrentTask,
  options: readonly GateChoice[],
): GateType {
  const has = (...names: string[]): boolean =>
    labels.some(({ label }) => names.includes(label.toLowerCase()));
  if (has('what you need to do', 'automation attempted')) return 'human-action';
  if (options.length > 0 || has('decision needed')) return 'decision';
  if (has('how to verify', 'what was built')) return 'human-verify';
  return gateTypeOf(current.status) ?? 'decision';
}

function joined(lines: readonly string[]): string {
  return lines.join('\n').trim().slice(0, LONGEST_PART);
}
