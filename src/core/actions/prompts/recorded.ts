/** A run of prompts as its journal, those of its prompts and their folders tell of it. */
import type { CheckRecord } from '../../checks';
import type { RunEvent } from '../../events';
import { CHANGES_FILE, readKept, type KeptChanges } from '../../formats/prompts/run/kept';
import type { Run } from '../../run';
import type { ActionContext } from '../action';
import type { PromptsWork } from './promptsWork';

/** The run of a stage, or of one prompt, with all that is known of its batches. */
export interface Recorded {
  readonly run: Run;
  readonly events: readonly RunEvent[];
  /** The runs of its prompts, oldest first. */
  readonly children: readonly Run[];
  /** Numbers of batches that were taken back. */
  readonly rolledBack: readonly number[];
  /** Commits that were made of a prompt, by its key. */
  readonly commits: Readonly<Record<string, readonly string[]>>;
  /** The commit of HEAD before a batch, by its number. */
  readonly heads: Readonly<Record<string, string>>;
}

/** Throws in runs of other formats. */
export function promptsWork({ prompts }: ActionContext): PromptsWork {
  if (prompts === undefined) throw new Error('This action belongs to runs of prompts');
  return prompts;
}

/** The run of a prompt in a batch; none where it was not begun, or was taken back. */
export function childIn(children: readonly Run[], batch: number, key: string): Run | undefined {
  return children.findLast(({ header }) => header.parent?.batch === batch && header.step.key === key);
}

/** What a prompt's run kept of its changes. */
export async function keptOf(
  context: ActionContext,
  run: string | undefined,
): Promise<KeptChanges | undefined> {
  const text = run === undefined ? undefined : await promptsWork(context).kept(run, CHANGES_FILE);
  return text === undefined ? undefined : readKept(text);
}

/** What was run when the batch was verified last, each command once. */
export function checksIn(events: readonly RunEvent[]): readonly CheckRecord[] {
  const from = events.findLastIndex(
    (event) => event.type === 'node_entered' && event.node === 'verify_batch',
  );
  const last = new Map(
    events
      .slice(Math.max(from, 0))
      .flatMap((event) =>
        event.type === 'check_ended'
          ? [[`${event.record.check} ${event.record.display}`, event.record] as const]
          : [],
      ),
  );
  return [...last.values()];
}

/** What a journal says from the beginning of a batch to that of the next. */
export function eventsOfBatch(events: readonly RunEvent[], number: number): readonly RunEvent[] {
  const from = events.findIndex((event) => event.type === 'batch_started' && event.number === number);
  if (from === -1) return [];
  const to = events.findIndex(
    (event, at) => at > from && event.type === 'batch_started' && event.number !== number,
  );
  return events.slice(from, to === -1 ? undefined : to);
}
