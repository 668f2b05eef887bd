/** What a run of prompts would do, as Markdown: batches, markers, commands, verification, files. It only tells; nothing is touched. */
import { relative } from 'node:path';
import type { CheckCommand } from '../../../checks';
import type { Dependency } from '../../../plan';
import type { PromptBatch } from './batches';
import type { RunFiles } from './files';
import { code, count, paragraphs, rows, words } from './shown';

export interface DryRun {
  /** The plan's title. */
  readonly title: string;
  /** The workspace folder, absolute: paths are shown as seen from it. */
  readonly folder: string;
  readonly batches: readonly PromptBatch[];
  /** The marker of each batch, as `nextMarkers` names them; empty where none can be made. */
  readonly markers: readonly string[];
  /** How the agent of a prompt is started, as a person would type it. */
  readonly agent: string;
  /** What is run at the end of each batch. */
  readonly checks: readonly CheckCommand[];
  readonly commits: 'propose' | 'confirm';
  readonly files: RunFiles;
}

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
    COMMITS[commits],
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
  const { markers, agent, files } = run;
  const { number, steps } = batch;
  const marker = markers[at];
  const prompts = steps.map(({ key, title, dependsOn }, place) => {
    const earlier = new Set(order.slice(0, order.indexOf(key)));
    return `${place + 1}. ${code(key)} ${words(title)}${waits(dependsOn, earlier)}`;
  });
  const written = [...new Set(steps.flatMap((step) => step.files ?? []))].map((file) => `- ${code(file)}`);
  const logs = steps.map(({ key }) => `- ${below(run, files.log(key))} (run log)`);
  return paragraphs(
    `## Batch ${number}`,
    marker === undefined
      ? NO_MARKER
      : `Marker: ${code(marker)}, with a checkpoint of all files, before anything runs.`,
    `Prompts, one after the other, each with ${code(agent)}:`,
    prompts.join('\n'),
    'It would write:',
    [...(written.length === 0 ? [] : [rows(written)]), ...logs].join('\n'),
    ...(written.length === 0 ? ['Its prompts do not say which files they create or change.'] : []),
  );
}

const NO_MARKER =
  'No marker can be made here: a rollback point by hand is written down and confirmed before anything runs.';

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
