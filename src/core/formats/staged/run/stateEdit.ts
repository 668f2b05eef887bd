/**
 * Edits of the file that says where the work stands, `pulse.md` or `STATE.md` (renn-gsd.md 1.9, 2.5): lines of "Current Position"
 * and "Session Continuity", and what GSD repeats of them in front matter. What cannot be found, or is there twice, is left
 * alone with a reason. Doing it again does nothing, at whatever time: a text that says all but when stays as it is. The tool's
 * own lock is for whoever writes the file.
 */
import { fencedLines, headings, sectionLines } from '../../sections';
import type { StagedProfile } from '../names';
import { stateField } from '../state';
import { EditedText, type Edited } from './editedText';
import { inSentence } from './inlined';
import { editStateFrontMatter, isDate } from './stateFrontMatter';
import { bar, percentOf, stageWords, type StateChange, statusWords, stepWords } from './stateWords';

/** The text after the edits, and in sentences which of them were not made. */
export function editState(text: string, change: StateChange, profile: StagedProfile): Edited {
  const timeless = edit(text, change, profile, false);
  return timeless.text === text ? timeless : edit(text, change, profile, true);
}

/** @param dated else the times that are there stay */
function edit(text: string, change: StateChange, profile: StagedProfile, dated: boolean): Edited {
  const edited = new EditedText(text);
  const { stage, step } = profile.terms;
  const position = new Map<string, (now: string) => string | undefined>();
  const { status, activity, progress, session } = change;
  if (change.stage) position.set(stage, always(stageWords(change.stage)));
  if (change.step) position.set(step, always(stepWords(change.step, stage)));
  if (status) position.set('status', always(statusWords(status, stage)));
  if (activity) {
    const said = ` ${profile.gsd ? '—' : '-'} ${inSentence(activity.text)}`;
    position.set('last_activity', (now) =>
      !dated && isDate(now.slice(0, -said.length)) && now.endsWith(said) ? now : activity.date + said,
    );
  }
  if (progress) position.set('progress', (now) => bar(now, percentOf(progress, profile)));
  editSection(edited, 'Current Position', position);
  const continuity = new Map<string, (now: string) => string | undefined>();
  if (session) {
    continuity.set('last_session', (now) => (dated ? session.at : now));
    continuity.set('stopped_at', always(inSentence(session.stoppedAt)));
  }
  editSection(edited, 'Session Continuity', continuity);
  if (profile.gsd) editStateFrontMatter(edited, change, percentOf(progress, profile), dated);
  return edited.result();
}

/** @param values by the names of fields, the value that follows from the one that is there; `undefined` where none can */
function editSection(
  edited: EditedText,
  title: string,
  values: ReadonlyMap<string, (now: string) => string | undefined>,
): void {
  if (values.size === 0) return;
  const all = headings(edited.lines, 0, []);
  const found = all.filter((heading) => heading.title.toLowerCase() === title.toLowerCase());
  const [section] = found;
  if (section === undefined || found.length > 1) {
    edited.refuse(
      `The section "${title}" is ${section === undefined ? 'not there' : 'there more than once'}.`,
    );
    return;
  }
  const fenced = fencedLines(edited.lines);
  const first = section.line + 1;
  const lines = sectionLines(edited.lines, all, title).map((line, at) =>
    fenced(first + at) ? undefined : stateField(line),
  );
  for (const [name, value] of values) {
    const places = lines.flatMap((field, at) => (field?.name === name ? [at] : []));
    const [at] = places;
    if (at === undefined || places.length > 1)
      edited.refuse(
        `The line "${name.replaceAll('_', ' ')}" is ${at === undefined ? 'not' : 'more than once'} in the section "${title}".`,
      );
    else setField(edited, first + at, name, value);
  }
}

function setField(
  edited: EditedText,
  at: number,
  name: string,
  value: (now: string) => string | undefined,
): void {
  const line = edited.line(at);
  const { from = line.length } = stateField(line) ?? {};
  const now = line.slice(from).trimEnd();
  const next = value(now);
  if (next === undefined)
    edited.refuse(`The line "${name}" is written in another way than the format's: ${now.slice(0, 60)}`);
  else if (next !== now)
    edited.replace(at, from, from + now.length, /[:*]$/.test(line.slice(0, from)) ? ` ${next}` : next);
}

function always(value: string): () => string {
  return () => value;
}
