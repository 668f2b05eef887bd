/** What a run of prompts would do, as Markdown: batches, markers, commands, verification, commits, files. It only tells; nothing is touched. */
import { relative } from 'node:path';
import type { CheckCommand } from '../../../checks';
import { group } from '../../../group';
import { fenced } from '../../../handoff/fence';
import type { Dependency, Step } from '../../../plan';
import type { PromptBatch } from './batches';
import { commitCommand, commitCommands, commandLine } from './commands';
import { commitSubject } from './commitProposal';
import { markerPart, type Worktree } from './dryRunMarker';
import type { RunFiles } from './files';
import type { RequestedOf } from './outcome';
import { code, count, paragraphs, rows, words } from './shown';
import { personRows } from './verification';

export interface DryRun {
  /** The plan's title. */
  readonly title: string;
  /** The workspace folder, absolute: paths are shown as seen from it. */
  readonly folder: string;
  readonly batches: readonly PromptBatch[];
  /** Where git works; `undefined` where no marker can be made. */
  readonly worktree: Worktree | undefined;
  /** The tag of the marker of each batch, as `nextMarkers` names them; empty where none is made. */
  readonly tags: readonly string[];
  /** How the agent of a prompt is started, as a person would type it. */
  readonly agent: string;
  /** What is run at the end of each batch. */
  readonly checks: readonly CheckCommand[];
  /** What prompts ask to be verified. */
  readonly requested: readonly RequestedOf[];
  readonly commits: 'propose' | 'confirm';
  readonly files: RunFiles;
}

/** The whole page as Markdown. */
export function dryRun(run: DryRun): string {
  const { title, batches, commits, files } = run;
  const order = batches.flatMap(({ steps }) => steps.map(({ key }) => key));
  const page = paragraphs(
    `# ${words(`Dry run of ${title}`)}`,
    `${count(order.length, 'prompt')} in ${batches.length === 1 ? '1 batch' : `${batches.length} batches`}. ` +
      'Nothing was started, written or marked.',
    ...batches.map((batch, at) => batchPart(run, batch, order, at)),
    '## At the end of each batch',
    verification(run.checks),
    `${COMMITS[commits]} The report on checkpoints lists what each takes, by what was really changed.`,
    '## Reports',
    [files.checkpoints, files.summary].map((file) => `- ${below(run, file)}`).join('\n'),
  );
  return `${page}\n`;
}

const COMMITS: Readonly<Record<DryRun['commits'], string>> = {
  propose: 'Commits are proposed, one for each prompt, and none is made.',
  confirm: 'Commits are proposed, one for each prompt, and each is made only after you confirm it.',
};

function batchPart(run: DryRun, batch: PromptBatch, order: readonly string[], at: number): string {
  const { worktree, tags, agent } = run;
  const { number, steps } = batch;
  const prompts = steps.map(({ key, title, dependsOn }, place) => {
    const earlier = new Set(order.slice(0, order.indexOf(key)));
    return `${place + 1}. ${code(key)} ${words(title)}${waits(dependsOn, earlier)}`;
  });
  return paragraphs(
    `## Batch ${number}`,
    markerPart(worktree, number, tags[at], at === 0),
    `Prompts, one after the other, each with ${code(agent)}:`,
    prompts.join('\n'),
    writes(run, steps),
    asked(run, steps),
    'Commits, by what the prompts say that they create or change:',
    ...steps.map((step) => commitPart(step, worktree?.prefix ?? '')),
  );
}

function writes(run: DryRun, steps: readonly Step[]): string {
  const written = [...new Set(steps.flatMap((step) => step.files ?? []))].map((file) => `- ${code(file)}`);
  const logs = steps.map(({ key }) => `- ${below(run, run.files.log(key))} (run log)`);
  return paragraphs(
    'It would write:',
    [...(written.length === 0 ? [] : [rows(written)]), ...logs].join('\n'),
    written.length === 0 ? 'Its prompts do not say which files they create or change.' : '',
  );
}

function asked({ requested }: DryRun, steps: readonly Step[]): string {
  const own = requested.filter(({ key }) => steps.some((step) => step.key === key));
  const commands = group(
    own.flatMap(({ key, commands: all }) => all.map((command) => ({ key, command }))),
    ({ command }) => command,
  );
  const list = [...commands].map(
    ([command, by]) => `- ${code(command)} (${by.map(({ key }) => code(key)).join(', ')})`,
  );
  return paragraphs(
    list.length === 0
      ? ''
      : `At its end its prompts ask for these commands, which are run only once you agree:\n\n${rows(list)}`,
    personRows(own),
  );
}

/** A pattern names no file yet. */
const UNKNOWN = 'What it changes is known once it has run.';

function commitPart({ key, number, title, files = [] }: Step, prefix: string): string {
  const message = commitSubject(number ?? key, title);
  const paths = files.filter((file) => !/[*?[]/.test(file)).map((file) => ({ path: `${prefix}${file}` }));
  const commands = paths.length === 0 ? [commitCommand(message)] : commitCommands(paths, message);
  return paragraphs(
    `#### ${code(message)}`,
    paths.length === files.length && paths.length > 0 ? '' : UNKNOWN,
    fenced(commands.map(commandLine).join('\n'), 'sh'),
  );
}

/** What a prompt is said to wait for that is neither done nor run before it. */
function waits(dependsOn: readonly Dependency[], earlier: ReadonlySet<string>): string {
  const open = dependsOn.filter(({ satisfied, step = '' }) => !satisfied && !earlier.has(step));
  return open.length === 0 ? '' : ` (waits for ${open.map(openWords).join('; ')})`;
}

function openWords({ number, reason }: Dependency): string {
  return words(reason ?? number);
}

function verification(checks: readonly CheckCommand[]): string {
  if (checks.length === 0)
    return 'No command was found that verifies the work: that the batch is done rests on a person.';
  return checks.map(({ check, display }) => `- ${check}: ${code(display)}`).join('\n');
}

function below({ folder }: DryRun, file: string): string {
  return code(relative(folder, file).replaceAll('\\', '/'));
}
