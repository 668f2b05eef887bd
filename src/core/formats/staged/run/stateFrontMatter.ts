/** What GSD repeats of the state in the front matter of `STATE.md` (renn-gsd.md 2.5): only keys that are there are written. */
import { frontMatterLines, type KeyLines } from '../../../planText/frontMatterLines';
import type { EditedText } from './editedText';
import { inSentence } from './inlined';
import type { StateChange, StateStatus } from './stateWords';

/** The tool's own words (renn-gsd.md 2.4); "completed" is said of the milestone. */
const WORDS: Readonly<Record<StateStatus, string>> = {
  readyToPlan: 'planning',
  readyToRun: 'executing',
  inProgress: 'executing',
  stageComplete: 'verifying',
  milestoneComplete: 'completed',
};

/** @param percent of `change.progress` @param dated else the times that are there stay */
export function editStateFrontMatter(
  edited: EditedText,
  change: StateChange,
  percent: number,
  dated: boolean,
): void {
  const block = frontMatterLines(edited.lines);
  if (block === undefined || block.last >= edited.lines.length - 1) return;
  const { stage, step, status, activity, session, progress } = change;
  const values: readonly (readonly [string, ((now: string) => string) | undefined])[] = [
    ['current_phase', stage && (() => stage.number)],
    ['current_phase_name', stage && (() => inSentence(stage.name))],
    ['current_plan', step && (() => (step === 'notStarted' ? 'Not started' : String(step.at)))],
    ['status', status && (() => WORDS[status])],
    ['stopped_at', session && (() => inSentence(session.stoppedAt))],
    ['last_updated', session && ((now) => (dated ? session.at : now))],
    ['last_activity', activity && ((now) => activityAt(now, activity, dated))],
    ['last_activity_desc', activity && (() => inSentence(activity.text))],
  ];
  for (const [key, value] of values) {
    const found = value === undefined ? [] : block.keys.filter((one) => one.key === key);
    if (value !== undefined && found.length > 0) setScalar(edited, found, value);
  }
  if (progress !== undefined) {
    const counts = {
      total_phases: progress.stages.total,
      completed_phases: progress.stages.done,
      total_plans: progress.steps.total,
      completed_plans: progress.steps.done,
      percent,
    };
    setCounts(
      edited,
      block.keys.filter(({ key }) => key === 'progress'),
      counts,
    );
  }
}

/** `2026-01-31`, also in quotes. */
export function isDate(value: string): boolean {
  return /^["']?\d{4}-\d{2}-\d{2}["']?$/.test(value);
}

/** The day alone where that is what stands there. */
function activityAt(
  now: string,
  { date, text }: NonNullable<StateChange['activity']>,
  dated: boolean,
): string {
  if (isDate(now)) return dated ? date : now;
  const words = ` — ${inSentence(text)}`;
  const [, day = '', said = ''] = /^["']?(\d{4}-\d{2}-\d{2})([^]*?)["']?$/.exec(now) ?? [];
  return !dated && day !== '' && said === words ? now : date + words;
}

function setScalar(edited: EditedText, found: readonly KeyLines[], value: (now: string) => string): void {
  const [key, ...others] = found;
  if (key === undefined) return;
  const { line } = key.range.start;
  const more = edited.lines.slice(line + 1, key.lastLine + 1).some((below) => /^\s*[^\s#]/.test(below));
  if (others.length > 0 || more || /^[|>[{&*!]/.test(key.value)) {
    const why = others.length > 0 ? 'there more than once' : 'no text on one line';
    edited.refuse(`"${key.key}" in the front matter is ${why}.`);
    return;
  }
  // What YAML takes for a comment, the tool's own parser takes for a part of the value (renn-gsd.md 2.1).
  const from = key.valueRange.start.character;
  const now = edited.line(line).slice(from).trimEnd();
  const next = scalar(value(now), now);
  if (next !== now) edited.replace(line, from, from + now.length, now === '' ? ` ${next}` : next);
}

/** In double quotes where it was in quotes, or where it would be read as something else than this text. */
function scalar(value: string, now: string): string {
  if (now === value) return now;
  const plain = /^[A-Za-z0-9](?:[\w ./()-]*[\w./()-])?$/.test(value) && !isOther(value);
  if (plain && !/^["']/.test(now)) return value;
  const single = `'${value.replaceAll("'", "''")}'`;
  return now === single ? now : JSON.stringify(value);
}

/** Numbers that are written otherwise, and the words of YAML that are no texts. */
function isOther(value: string): boolean {
  if (/^(?:null|true|false|yes|no|on|off)$/i.test(value)) return true;
  return !Number.isNaN(Number(value)) && String(Number(value)) !== value;
}

function setCounts(
  edited: EditedText,
  found: readonly KeyLines[],
  counts: Readonly<Record<string, number>>,
): void {
  const [key, ...others] = found;
  if (key === undefined || others.length > 0) return;
  for (let at = key.range.start.line + 1; at <= key.lastLine; at += 1) {
    const [, lead = '', name = '', now = ''] =
      /^(\s{1,20}(\w{1,40}):\s{1,20})(\d{1,9})\s*$/.exec(edited.lines[at] ?? '') ?? [];
    if (!Object.hasOwn(counts, name)) continue;
    const next = String(counts[name] ?? 0);
    if (next !== now) edited.replace(at, lead.length, lead.length + now.length, next);
  }
}
