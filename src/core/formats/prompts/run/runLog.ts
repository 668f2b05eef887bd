/**
 * The run log of one prompt, `.prompts/run-logs/stage2/PROMPT_09.md`. The stage runners name this file and define nothing
 * in it (prompts.md 2.1), so what stands here is a convention of our own, as 2.7 proposes: the bullets of the stage 1
 * execution log, which one reader reads in both, then sections for people. Rendered whole.
 */
import { sizeLines, sizeWords } from './diffSize';
import { type BatchOutcome, deferred, markerName, type PromptOutcome, type PromptsRun } from './outcome';
import { resume, rollback } from './parts';
import { block, code, paragraphs, words } from './shown';
import { verification } from './verification';

/**
 * The bullets that are read back come first, and nothing foreign stands before them.
 * @param key of a prompt of the run
 */
export function runLog(run: PromptsRun, key: string): string {
  const having = run.batches.filter(({ prompts }) => prompts.some((prompt) => prompt.key === key));
  // One that was taken back and waits to be run again tells of its last attempt.
  const batch = having.findLast(({ state }) => state !== 'waiting') ?? having[0];
  const prompt = batch?.prompts.find((one) => one.key === key);
  if (batch === undefined || prompt === undefined) throw new Error(`The run has no prompt ${key}`);
  const { detail, summary, reported = [] } = prompt;
  const left = deferred(run.batches).map((one) => one.key);
  const page = paragraphs(
    `# ${words(key)} run log`,
    bullets(prompt, batch),
    ...(detail === undefined ? [] : [words(detail)]),
    ...(summary === undefined ? [] : ['## What the agent says', block(summary)]),
    '## Changed files',
    changed(prompt),
    '## Verification',
    verification({ ...batch, requested: batch.requested.filter((one) => one.key === key) }),
    ...(reported.length === 0 ? [] : ['The agent says that it checked this:', block(reported.join('\n'))]),
    '## Rollback',
    rollback(batch.marker),
    '## Resume',
    resume(run.folder, left, run.size),
  );
  return `${page}\n`;
}

function bullets(
  { status, startedAt, finishedAt, commits }: PromptOutcome,
  { number, marker }: BatchOutcome,
): string {
  const values: readonly (readonly [string, string | undefined])[] = [
    ['status', status],
    ['batch', String(number)],
    ['checkpoint', marker && markerName(marker)],
    ['started_at_utc', startedAt && toolTime(startedAt)],
    ['finished_at_utc', finishedAt && toolTime(finishedAt)],
    ['commits', commits.length === 0 ? undefined : commits.join(', ')],
  ];
  return values
    .flatMap(([name, value]) => (value === undefined ? [] : [`- ${name}: ${code(value)}`]))
    .join('\n');
}

/** As the tool writes times: `2026-03-05T06:00:00+00:00`. */
function toolTime(iso: string): string {
  return iso.replace(/Z$/, '+00:00');
}

function changed({ size }: PromptOutcome): string {
  if (size === undefined) return 'What it changed is not known.';
  if (size.files.length === 0) return 'It changed no file.';
  return paragraphs(`${sizeWords(size)}:`, block(sizeLines(size)));
}
