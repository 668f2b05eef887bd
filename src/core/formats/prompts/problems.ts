/** What a person should know about a folder of prompts: names, numbers, order, lists and logs that do not fit together. */
import { fileProblem, lineProblem, type Problem } from '../../problem';
import { byText } from '../format';
import { isUnparseable, type PromptName, referred } from './names';
import type { Manifest } from './manifest';
import type { PromptLogs } from './logs';
import { deciding, type Signal } from './stages';

type Prompt = PromptName & { readonly file: string };

export interface PromptsSeen {
  /** By number. */
  readonly prompts: readonly Prompt[];
  /** All names of the folder. */
  readonly names: readonly string[];
  readonly manifests: readonly Manifest[];
  readonly logs: PromptLogs;
  readonly signals: readonly Signal[];
}

export function promptsProblems({ prompts, names, manifests, logs, signals }: PromptsSeen): Problem[] {
  return [
    ...orderProblems(prompts),
    ...gapProblems(prompts, names),
    ...sameNumberProblems(prompts),
    ...manifests.flatMap((manifest) => listProblems(manifest, prompts)),
    ...stageProblems(prompts, signals),
    ...logs.orphans.map((file) =>
      fileProblem('prompts-log-orphan', 'info', file, 'A run log of a prompt that is not there.'),
    ),
    ...logs.executions
      .filter(({ ambiguous }) => ambiguous.length > 0)
      .map(({ file, ambiguous }) =>
        fileProblem('prompts-log-ambiguous', 'warning', file, `${ambiguous.join(', ')}: ${AMBIGUOUS}`),
      ),
  ];
}

const AMBIGUOUS =
  'the log has two entries for it, one of which may be output of an agent. None of them counts.';

export function unparseableProblem(file: string): Problem {
  const message =
    'The tool cannot parse this name, and with it here its stage 2 run plan refuses the whole folder (exit code 2, ' +
    '"Unparseable prompt filenames present"). It takes PROMPT_<digits>.txt and PROMPT_<digits>_s.txt: rename the file, ' +
    'or move it out of the folder.';
  return { ...fileProblem('prompts-name-unparseable', 'warning', file, message), example: 'PROMPT_12.txt' };
}

/** Whoever runs it has nothing to do. */
export function emptyProblem(file: string): Problem {
  return fileProblem(
    'prompts-empty',
    'warning',
    file,
    'This prompt is empty: what is to be done was expected in it.',
  );
}

/** The tool goes by the text of the names, which past 99 is another order than that of the numbers. */
function orderProblems(prompts: readonly Prompt[]): Problem[] {
  const byName = [...prompts].sort((left, right) => byText(`${left.stem}.txt`, `${right.stem}.txt`));
  const at = prompts.findIndex((prompt, index) => prompt !== byName[index]);
  const [here, there] = [prompts[at], byName[at]];
  if (here === undefined || there === undefined) return [];
  const message =
    `The tool goes by the text of names: it takes ${there.stem}.txt where ${here.stem}.txt is next by number. ` +
    'Here they stand by number.';
  return [fileProblem('prompts-order-by-text', 'info', there.file, message)];
}

/** Numbers missing between the first and the last; the tool reports them too, and goes on. */
function gapProblems(prompts: readonly Prompt[], names: readonly string[]): Problem[] {
  return prompts.flatMap((prompt, index) => {
    const before = prompts[index - 1];
    if (before === undefined) return [];
    const [from, to] = [BigInt(before.id) + 1n, BigInt(prompt.id) - 1n];
    if (from > to) return [];
    const [first, last] = [from, to].map((id) => `PROMPT_${String(id).padStart(before.number.length, '0')}`);
    const gap = from === to ? `No ${first} is` : `No ${first} to ${last} are`;
    const near = names.filter((name) => {
      const digits = isUnparseable(name) ? /^PROMPT_(\d+)/.exec(name)?.[1] : undefined;
      return digits !== undefined && from <= BigInt(digits) && BigInt(digits) <= to;
    });
    const instead =
      near.length === 0 ? '' : ` There is ${near.slice(0, 3).join(', ')}, which the tool cannot parse.`;
    const message = `${gap} here, between ${before.stem}.txt and ${prompt.stem}.txt.${instead}`;
    return [fileProblem('prompts-gap', 'info', prompt.file, message)];
  });
}

/** `PROMPT_1.txt` beside `PROMPT_01.txt`: logs, commits and lists cannot tell them apart. */
function sameNumberProblems(prompts: readonly Prompt[]): Problem[] {
  return prompts.flatMap((prompt, index) => {
    const before = prompts
      .slice(Math.max(0, index - 2), index)
      .find(({ id, system }) => id === prompt.id && system === prompt.system);
    if (before === undefined) return [];
    const message =
      `${prompt.stem}.txt and ${before.stem}.txt have the same number: commits, logs and lists cannot tell them apart. ` +
      'Give one of them another number.';
    return [fileProblem('prompts-number-twice', 'warning', prompt.file, message)];
  });
}

/** Prompts that a list names and that are not there. */
function listProblems({ file, rows }: Manifest, prompts: readonly Prompt[]): Problem[] {
  return rows.flatMap(({ references, line }) =>
    references
      .filter((reference) => referred(reference, prompts).length === 0)
      .map(({ text }) => {
        const message = `${text} is listed here and is not in the folder.`;
        return lineProblem('prompts-listed-missing', 'info', file, line, message);
      }),
  );
}

/** Signals that name a prompt for another stage than the one that it stands in. */
function stageProblems(prompts: readonly Prompt[], signals: readonly Signal[]): Problem[] {
  const fileOf = new Map(prompts.map(({ stem, file }) => [stem, file]));
  const decided = deciding(signals);
  return signals.flatMap(({ stage, stems, file, line = 0 }) =>
    stems.flatMap((stem): Problem[] => {
      const by = decided.get(stem);
      const where = file ?? fileOf.get(stem);
      if (by === undefined || by.stage === stage || where === undefined) return [];
      const message =
        `${stem} is named for stage ${stage} here, and for stage ${by.stage} by ${by.source}, which comes first. ` +
        'Name it for one stage.';
      return [lineProblem('prompts-stage-twice', 'info', where, line, message)];
    }),
  );
}
