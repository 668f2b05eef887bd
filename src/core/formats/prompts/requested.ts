/** What a prompt asks to be verified, by its section "Acceptance Criteria" (prompts.md 2.2), as far as its commands are plain. */
import { fencedLines } from '../sections';
import { validationPart } from '../validation';
import { sectionOf } from './body';
import { headingTitle } from './text';

export interface Requested {
  /** Each as a person would type it, to be run without a shell. What is shown of it is all of it. */
  readonly commands: readonly string[];
  /** Outcomes in words, and commands that are not run, with the reason. */
  readonly byPerson: readonly { readonly text: string; readonly why?: string }[];
}

/** Never throws; linear in the text. */
export function requestedChecks(text: string): Requested {
  const { commands, refused, outcomes } = validationPart(criteriaIn(text));
  const all = [...new Set(commands.map(({ display }) => display))];
  const odd = all.flatMap((command) => {
    const why = unshowable(command);
    return why === undefined ? [] : [{ text: command, why }];
  });
  return {
    commands: all.filter((command) => unshowable(command) === undefined),
    byPerson: [
      ...refused.map(({ display, problem }) => ({ text: display, why: problem })),
      ...odd,
      ...outcomes.filter((outcome) => !saysNoMore(outcome)).map((outcome) => ({ text: outcome })),
    ],
  };
}

const CRITERIA = 'acceptance criteria';
/** As deep as a heading without `#` counts: any heading ends it. */
const BARE = 7;

/** The lines of each section of that name. Headings below its own are part of it. */
function criteriaIn(text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const inCode = fencedLines(lines);
  const found: string[] = [];
  let level = 0;
  for (const [at, raw] of lines.entries()) {
    const line = raw.trim();
    const name = inCode(at) ? undefined : sectionOf(line);
    const depth = inCode(at) || headingTitle(line) === undefined ? BARE : line.search(/[^#]/);
    if (name === CRITERIA) level = depth;
    else if (name !== undefined || (depth < BARE && depth <= level)) level = 0;
    else if (level > 0) found.push(raw);
  }
  return found;
}

/** Nobody names a longer one, and no list cuts one of this length. */
const LONGEST_COMMAND = 300;

/** Why a person who agrees to a command would not see what is run; `undefined` where they would. */
function unshowable(command: string): string | undefined {
  if (command.length > LONGEST_COMMAND) return 'It is too long and would not be shown whole.';
  return ODD.test(command) ? 'It has characters that would not be shown as it is.' : undefined;
}

/** What is not seen, or looks like a blank; and of several blanks a line shows one. */
const ODD = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]|[^\S ]| {2}/u;

/** What leads to a command, or says of one only that it succeeds. */
function saysNoMore(outcome: string): boolean {
  return outcome.endsWith(':') || /^expected:? (?:exit(?: code)? )?`?0`?\.?$/i.test(outcome);
}
