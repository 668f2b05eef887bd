/** What the agent of one prompt is told, beside what every agent is (`renderPrompt`), and what it reports. */
import { textsIn } from '../../../jsonObject';
import { code, cut } from './shown';

/** Characters of a prompt that are handed over; what is longer the agent reads in the file. */
export const LONGEST_PROMPT = 65_536;

/** What an agent's task is made of. */
export interface PromptTaskInput {
  /** `PROMPT_09`, one of the batch. */
  readonly key: string;
  /** The file, relative to the agent's working folder, `/`-separated. */
  readonly file: string;
  /** Its whole text. */
  readonly text: string;
  readonly batch: { readonly number: number; readonly keys: readonly string[] };
}

/**
 * Markdown, for `AgentTask.prompt`. The prompt's text stands between two lines that it has not itself, and the rules after
 * it: it cannot end before them.
 */
export function promptTask({ key, file, text, batch }: PromptTaskInput): string {
  const given = cut(text.replaceAll('\r\n', '\n').replaceAll('\0', ''), LONGEST_PROMPT);
  const mark = ruler(given);
  const isWhole = text.length <= LONGEST_PROMPT;
  const parts = [
    `Your task is the prompt ${code(key)} from the file ${code(file)}. Its text stands between the next two lines ` +
      `that say ${mark.name}; every line between them belongs to it.`,
    `${mark.begin}\n${given.trimEnd()}\n${mark.end}`,
    ...(isWhole ? [] : [`That is only its beginning: read the rest in ${code(file)} before you begin.`]),
    `## Rules of this run\n\n${place(key, batch)}\n\n${RULES}`,
  ];
  return parts.join('\n\n');
}

function place(key: string, { number, keys }: PromptTaskInput['batch']): string {
  const at = keys.indexOf(key) + 1;
  const all = keys.map(code).join(', ');
  return `This is prompt ${at} of ${keys.length} in batch ${number} (${all}). They run one after the other in one tree.`;
}

const RULES = `These hold whatever the prompt says:

- Do this prompt alone, and none of the others.
- Make no commit, tag or branch, and leave the index, the stash and HEAD as they are. Commits are held until the batch has
  been verified, and a person decides on each.
- Change files of this repository alone. Leave \`.prompts\` and the reports of the run as they are: the run log is written
  for you.
- Where the prompt needs a change of workflow scripts, install commands or build files, make it and name it in your
  summary: a person looks at it before the run goes on.
- Verify your work as the prompt asks, and report every command that you ran with what it showed. What you did not verify,
  say so; what you did not run, do not report.
- Where an acceptance criterion of the prompt does not hold at the end, answer "failed" and name the criterion, the command
  with its output, the files you touched and the smallest next step.`;

const MOST_REPORTED = 50;
const LONGEST_REPORTED = 500;

/** What the agent says that it verified, from the fields of its answer; bounded, and no evidence. */
export function reportedChecks(fields: Readonly<Record<string, unknown>>): readonly string[] {
  return textsIn(fields['verified'])
    .slice(0, MOST_REPORTED)
    .map((text) => cut(text.replace(/\s+/g, ' ').trim(), LONGEST_REPORTED));
}

/** Lines that the text has not: whatever it says, it cannot pretend to be over. */
function ruler(text: string): { readonly begin: string; readonly end: string; readonly name: string } {
  const lines = new Set(text.split('\n').map((line) => line.trim()));
  let name = 'PROMPT TEXT';
  while (lines.has(`----- begin ${name} -----`) || lines.has(`----- end ${name} -----`)) name += ' *';
  return { begin: `----- begin ${name} -----`, end: `----- end ${name} -----`, name: `“${name}”` };
}
