/**
 * Planned files that are not what they were when the plan was written: then its reasoning may no longer hold, and a
 * person decides whether to plan again (okstra.md 3.7).
 */
import { inline, pathText } from '../../../reportText';
import { shortList } from './excerpt';

/**
 * A file at some time: the hash of its content as `comparable` gives it, that it was not there, or that nobody can tell,
 * since the commit is not known or the file cannot be read.
 */
export type FileState = { readonly hash: string } | 'absent' | 'unknown';

/** A predicted file of a stage. */
export interface PlannedFile {
  /** Relative to the top folder of the repository. */
  readonly path: string;
  readonly planned: FileState;
  /** As the stages of this plan that are done left it; absent where none of them touched it. */
  readonly left?: FileState;
  readonly now: FileState;
  /** Subjects of the commits since the plan that touched it, newest first. */
  readonly commits?: readonly string[];
}

/** `unclear`: nobody can tell whether it changed. */
export type Drift = 'changed' | 'gone' | 'there already' | 'unclear';

/** A file that is not as it should be, and how. */
export interface DriftedFile extends PlannedFile {
  readonly drift: Drift;
}

/**
 * The text as drift compares it: line ends, blanks at the ends of lines, and blank lines change nothing. Blanks at the
 * beginning of a line do, since they mean something in many languages.
 */
export function comparable(text: string): string {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  return lines.flatMap((line) => (line.trim() === '' ? [] : [line.trimEnd()])).join('\n');
}

/** The files that are neither as planned nor as the plan's own stages left them. */
export function driftedFiles(files: readonly PlannedFile[]): DriftedFile[] {
  return files.flatMap((file) => {
    const drift = driftOf(file);
    return drift === undefined ? [] : [{ ...file, drift }];
  });
}

function driftOf({ planned, left, now }: PlannedFile): Drift | undefined {
  const expected = left ?? planned;
  if (now === 'unknown' || expected === 'unknown') return 'unclear';
  if (now === 'absent') return expected === 'absent' ? undefined : 'gone';
  if (expected === 'absent') return 'there already';
  return now.hash === expected.hash ? undefined : 'changed';
}

/**
 * What the gate before a stage with such files asks, as Markdown, in the words of its options; `undefined` where there are
 * none.
 * @param commit the commit of the plan
 */
export function driftQuestion(
  stage: number,
  files: readonly DriftedFile[],
  commit: string,
): string | undefined {
  if (files.length === 0) return undefined;
  return [
    `Stage ${stage} is planned on files that are not as they were since the plan was written (${pathText(commit.slice(0, 12))}):`,
    shortList(files.map(itemOf), MOST_FILES),
    '**Plan again** stops before the stage: make a new plan with a run of the task type `implementation-planning`. **Go on** where what the plan says of these files still holds, such as after changes of comments or of other parts of them; the run notes that you decided so.',
  ].join('\n\n');
}

const MOST_FILES = 30;
const MOST_COMMITS = 3;

const WORDS: Readonly<Record<Drift, string>> = {
  changed: 'changed',
  gone: 'is gone',
  'there already': 'was to be new, and is there already',
  unclear: 'may have changed: nobody can tell',
};

function itemOf({ path, drift, commits = [] }: DriftedFile): string {
  const shown = commits.slice(0, MOST_COMMITS).map((subject) => `"${inline(subject.slice(0, 100))}"`);
  const more = commits.length > shown.length ? ` and ${commits.length - shown.length} more` : '';
  return `${pathText(path)} ${WORDS[drift]}${shown.length === 0 ? '' : ` (${shown.join(', ')}${more})`}`;
}
