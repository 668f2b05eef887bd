/**
 * What an agent may change in the plan's folder (coyote.md 1.8, 1.9): nothing, but for the rights that its node has by
 * the graph, whatever the node is called. A node whose prompt or instructions name `{{handoff_path}}`, and `write_handoff`, may write the
 * step's handoff and append to `NOTES.md`; a node whose output has the field `downstream_updates` may append entries to
 * the Edge cases of later steps.
 */
import { compareNumbers, stepName } from './formats/coyote/names';
import { byText } from './formats/format';
import { proposal } from './handoff/proposals';
import { withAddedEdgeCases } from './planEdgeCases';
import { appendedNotes } from './planNotes';
import type { PlanRights } from './planRights';

/** Texts by path relative to the plan's folder, `/`-separated: `steps/*.md`, `handoffs/*.md`, `plan.md`, `NOTES.md`. */
export type PlanTexts = Readonly<Record<string, string>>;

/** A file to put back; `text` is `undefined` for a file that was not there. */
export interface Restore {
  readonly file: string;
  readonly text: string | undefined;
}

export interface GuardResult {
  readonly restore: readonly Restore[];
  /** Markdown with a unified diff for each change that was put back; empty when there is none. */
  readonly proposals: string;
  /** One sentence for each file that was put back. */
  readonly notes: readonly string[];
}

interface Verdict {
  /** The text that may stay. */
  readonly text: string | undefined;
  /** What the agent did, for the note. */
  readonly why: string;
}

/**
 * Judges what changed in the plan's folder during an agent's turn.
 * @param step the key of the step that runs (base name of its plan without extension)
 * @param rights those of the node the agent worked for
 */
export function guardPlan(
  before: PlanTexts,
  after: PlanTexts,
  step: string,
  rights: PlanRights,
): GuardResult {
  const files = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(byText);
  const restore: Restore[] = [];
  const proposals: string[] = [];
  const notes: string[] = [];
  for (const file of files) {
    const [old, now] = [before[file], after[file]];
    if (old === now) continue;
    const { text, why } = judge({ file, old, now, step, rights });
    if (text === now) continue;
    restore.push({ file, text });
    notes.push(`${file}: ${why}`);
    if (worthProposing(text, now)) proposals.push(proposal(file, text, now));
  }
  return { restore, proposals: proposals.join('\n'), notes };
}

interface Change {
  readonly file: string;
  readonly old: string | undefined;
  readonly now: string | undefined;
  readonly step: string;
  readonly rights: PlanRights;
}

function judge(change: Change): Verdict {
  const { file, old, now, step, rights } = change;
  if (rights.handoff && file === `handoffs/${step}.md`) return { text: now, why: '' };
  if (rights.handoff && file === 'NOTES.md' && now !== undefined) {
    const why =
      'notes are appended to, never rewritten; the earlier text was put back, additions kept at its end';
    return { text: appendedNotes(old ?? '', now), why };
  }
  if (rights.edgeCases && old !== undefined && now !== undefined && isLater(file, step)) {
    const why =
      'only its Edge cases section may be added to; everything else was put back and kept as a proposal';
    return { text: withAddedEdgeCases(old, now), why };
  }
  return { text: old, why: `${deed(old, now)}, which this agent may not do; it was put back` };
}

function deed(old: string | undefined, now: string | undefined): string {
  if (old === undefined) return 'was created';
  return now === undefined ? 'was deleted' : 'was changed';
}

/** Whether a file is the plan of a step with a higher number. */
function isLater(file: string, step: string): boolean {
  const key = /^steps\/([^/]+)\.md$/.exec(file)?.[1];
  const [other, own] = [key === undefined ? undefined : stepName(key), stepName(step)];
  return other !== undefined && own !== undefined && compareNumbers(other.number, own.number) > 0;
}

/** A change of line ends or of the status alone is no proposal: the status is ours to write. */
function worthProposing(text: string | undefined, now: string | undefined): boolean {
  const essence = (value: string): string =>
    value
      .replaceAll('\r\n', '\n')
      .replace(/^status:.*\n?/gm, '')
      .trimEnd();
  return text === undefined || now === undefined || essence(text) !== essence(now);
}
