/**
 * The report on the checkpoints of a run (prompts.md 2.3, 2.4): for each batch its outcome, its marker, what was verified,
 * the commits that are proposed, and the way back and on. Rendered whole, so that writing it again changes nothing.
 */
import { time } from '../../../reportText';
import { type BatchOutcome, deferred, markerName, type PromptOutcome, type PromptsRun } from './outcome';
import { failures, proposals, resume, rollback, STATUS_WORDS } from './parts';
import { sizeWords } from './diffSize';
import { code, paragraphs, words } from './shown';
import { verification } from './verification';

/** The whole report as Markdown. */
export function checkpointsReport(run: PromptsRun): string {
  const { title, folder, size, batches, at } = run;
  const left = deferred(batches).map(({ key }) => key);
  const page = paragraphs(
    `# ${words(`Checkpoints of ${title}`)}`,
    `- As of: ${time(at)}\n- Batches: ${batches.length}, of up to ${size} prompts`,
    ...batches.map(batchSection),
    '## Going on',
    resume(folder, left, size),
  );
  return `${page}\n`;
}

/** One batch as it stands: also what a person is shown at its checkpoint. */
export function batchSection(batch: BatchOutcome): string {
  const { number, state, prompts, marker } = batch;
  const rows = prompts.map(promptRow).join('\n');
  if (marker === undefined) return paragraphs(`## Batch ${number}: ${STATE_WORDS[state]}`, rows);
  const failed = failures(batch);
  return paragraphs(
    `## Batch ${number}: ${STATE_WORDS[state]}`,
    `Marker: ${code(markerName(marker))}${markedAt(batch)}`,
    rows,
    '### Verification',
    verification(batch),
    ...(failed.length === 0 ? [] : ['### Failures', failed.join('\n')]),
    ...proposed(batch),
    '### Going back',
    rollback(marker),
  );
}

const STATE_WORDS: Readonly<Record<BatchOutcome['state'], string>> = {
  waiting: 'not begun',
  running: 'under way',
  completed: 'completed',
  failed: 'failed',
  stopped: 'stopped',
  rolled_back: 'rolled back',
};

function markedAt({ marker }: BatchOutcome): string {
  if (marker === undefined || 'byHand' in marker) return '';
  const { created_at, git } = marker.checkpoint;
  return `, made ${time(created_at)}${git ? ` as ${code(git.sha.slice(0, 12))}` : ''}`;
}

function promptRow({ key, title, status, detail, size, commits }: PromptOutcome): string {
  const facts = [
    STATUS_WORDS[status],
    ...(size ? [sizeWords(size)] : []),
    ...(commits.length === 0 ? [] : [`committed as ${commits.map(code).join(', ')}`]),
  ];
  const why = detail === undefined ? '' : `. ${words(detail)}`;
  return `- ${code(key)} ${words(title)}: ${facts.join(', ')}${why}`;
}

/** Of a batch that was taken back nothing is there to commit. */
function proposed({ state, proposals: all, prompts }: BatchOutcome): readonly string[] {
  if (state === 'rolled_back' || all.length === 0) return [];
  const made = new Set(prompts.filter(({ commits }) => commits.length > 0).map(({ key }) => key));
  const open = all.filter(({ key }) => !made.has(key));
  if (open.length === 0) return [];
  return ['### Proposed commits', ABOUT, proposals(open)];
}

const ABOUT =
  'Nothing is committed by itself. The commands are for the top folder of the worktree and an index without changes of ' +
  'its own (`git diff --cached --stat` shows nothing); where hunks are listed, take those and no others.';
