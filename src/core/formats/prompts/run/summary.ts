/** The summary of a run of prompts (prompts.md 2.3, 2.4): what is done, what is left and why, and how to go on. Rendered whole. */
import { time } from '../../../reportText';
import {
  type BatchOutcome,
  completed,
  deferred,
  markerName,
  type PromptOutcome,
  type PromptsRun,
} from './outcome';
import { failures, resume, STATUS_WORDS } from './parts';
import { code, count, paragraphs, words } from './shown';

/** The whole summary as Markdown. */
export function runSummary({ title, folder, size, batches, at }: PromptsRun): string {
  const left = deferred(batches);
  const waiting = new Set(left);
  const done = completed(batches).map(({ number, prompt }) => completedRow(number, prompt));
  const failed = batches.flatMap((batch) => failedRows(batch));
  const page = paragraphs(
    `# ${words(`Run summary of ${title}`)}`,
    `- As of: ${time(at)}\n- Completed: ${count(done.length, 'prompt')}\n- Deferred: ${count(left.length, 'prompt')}`,
    '## Completed prompts',
    done.length === 0 ? 'None yet.' : done.join('\n'),
    '## Deferred prompts',
    left.length === 0 ? 'None.' : batches.flatMap((batch) => deferredRows(batch, waiting)).join('\n'),
    ...(failed.length === 0 ? [] : ['## Failures', failed.join('\n')]),
    '## Rollback markers',
    markers(batches),
    '## Resume',
    resume(
      folder,
      left.map(({ key }) => key),
      size,
    ),
  );
  return `${page}\n`;
}

function completedRow(batch: number, { key, title, summary, commits }: PromptOutcome): string {
  const said = summary === undefined ? '' : ` ${words(summary)}`;
  const committed = commits.length === 0 ? 'not committed.' : `committed as ${commits.map(code).join(', ')}.`;
  return `- ${code(key)} ${words(title)} (batch ${batch}): ${committed}${said}`;
}

function deferredRows(
  { number, state, prompts }: BatchOutcome,
  waiting: ReadonlySet<PromptOutcome>,
): string[] {
  return prompts
    .filter((prompt) => waiting.has(prompt))
    .map(({ key, title, status, detail }) => {
      const why =
        status === 'success' ? `succeeded, but its batch ${BATCH_WORDS[state] ?? ''}` : STATUS_WORDS[status];
      const said = detail === undefined ? '' : ` ${words(detail)}`;
      return `- ${code(key)} ${words(title)} (batch ${number}): ${why}.${said}`;
    });
}

/** Of those that take a prompt with them. */
const BATCH_WORDS: Readonly<Partial<Record<BatchOutcome['state'], string>>> = {
  failed: 'failed',
  rolled_back: 'was rolled back',
};

function failedRows(batch: BatchOutcome): readonly string[] {
  return failures(batch).map((row) => row.replace(/^- /, `- Batch ${batch.number}: `));
}

/** The way back stands in the report on checkpoints, beside this file. */
function markers(batches: readonly BatchOutcome[]): string {
  const made = batches.flatMap(({ number, marker }) =>
    marker === undefined ? [] : [`- Before batch ${number}: ${code(markerName(marker))}`],
  );
  if (made.length === 0) return 'None was made.';
  return paragraphs(made.join('\n'), 'The report on checkpoints has the commands that go back to each.');
}
