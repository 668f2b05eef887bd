/** Parts that the documents of a run have in common, as Markdown. */
import { hasFailed, type CheckRecord } from '../../../checks';
import { rollbackCommand } from '../../../checkpoints/rollbackCommand';
import { fenced } from '../../../handoff/fence';
import { shellWord } from '../../../shellText';
import { commandLine } from './commands';
import type { CommitProposal, ProposedFile } from './commitProposal';
import { type BatchOutcome, type Marker, markerName, type PromptStatus } from './outcome';
import { ending } from './verification';
import { block, code, count, paragraphs, rows, words } from './shown';
import type { Stretch } from './ownership';

/** As they follow the name of a prompt. */
export const STATUS_WORDS: Readonly<Record<PromptStatus, string>> = {
  success: 'succeeded',
  failed: 'failed',
  timed_out: 'took too long',
  stopped: 'was stopped',
  rolled_back: 'was rolled back',
  not_run: 'was not run',
};

/** What went wrong in a batch, a row each; empty where nothing did. */
export function failures({ prompts, checks }: BatchOutcome): readonly string[] {
  const failed = prompts.filter(({ status }) => status === 'failed' || status === 'timed_out');
  // A prompt that failed over a check names it.
  const isNamed = ({ display }: CheckRecord): boolean =>
    failed.some(({ detail = '' }) => detail.includes(display));
  const red = checks.filter((record) => hasFailed(record) && !isNamed(record));
  return [
    ...failed.map(
      ({ key, status, detail = '' }) => `- ${code(key)} ${STATUS_WORDS[status]}: ${words(detail)}`,
    ),
    ...red.map((record) => {
      const what = record.source === 'plan' ? 'What a prompt asks for' : `The check ${record.check}`;
      return `- ${what} failed: ${code(record.display)} -> ${ending(record)}`;
    }),
  ];
}

/** How to go back to the state from before a batch, with the command: whole, whatever its length. */
export function rollback(marker: Marker | undefined): string {
  if (marker === undefined) return 'The batch was not begun: there is nothing to go back from.';
  if ('byHand' in marker)
    return paragraphs(
      'No marker could be made. This is what was written down instead:',
      block(marker.byHand, 'md'),
    );
  const command = rollbackCommand(marker.checkpoint);
  const name = code(markerName(marker));
  if (command === undefined) return `The checkpoint ${name} holds no files: there is nothing to go back to.`;
  return paragraphs(
    `In the editor, “Roll Back…” to ${name}. Without it, paste this into a POSIX shell: files go back, HEAD, branch and ` +
      'index stay, and the present state is kept under a ref first.',
    fenced(command, 'sh'),
  );
}

/** How to go on, with the command and what to select. */
export function resume(folder: string, keys: readonly string[], size: number): string {
  if (keys.length === 0) return 'Every prompt of this run is done.';
  return paragraphs(
    'Open the folder, then choose “Resume Stage” in the Stage Map:',
    fenced(`code --reuse-window ${shellWord(folder)}`, 'sh'),
    `For a run of its own choose “Run Stage”, with batches of ${size} and this selection:`,
    block(keys.join(', ')),
  );
}

/** The proposed commits of a batch, each with its files, hunks and commands. */
export function proposals(all: readonly CommitProposal[]): string {
  return paragraphs(...all.map(proposal));
}

function proposal({ message, files, commands }: CommitProposal): string {
  if (commands.length === 0) return `#### ${code(message)}\n\nNothing is left to commit of it.`;
  return paragraphs(
    `#### ${code(message)}`,
    rows(files.map(fileRow)),
    fenced(commands.map(commandLine).join('\n'), 'sh'),
  );
}

function fileRow({ path, hunks, note }: ProposedFile): string {
  const what = hunks ? count(hunks.length, 'hunk') : 'the whole file';
  const said = note === undefined ? '' : `. ${note}`;
  const list = hunks ? [rows(hunks.map(hunkRow), 10)] : [];
  return [`- ${code(path)}: ${what}${said}`, ...list].join('\n');
}

function hunkRow({ at, lines, sample }: Stretch): string {
  const where =
    lines === 0 ? `after line ${at}` : lines === 1 ? `line ${at + 1}` : `lines ${at + 1} to ${at + lines}`;
  return `  - ${where}: ${code(sample)}`;
}
