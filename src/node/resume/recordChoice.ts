/** The choice of a resume, in the journal of the run that goes on: later nobody has to guess what it rested on. */
import { JOURNAL_VERSION, type RunEvent } from '../../core/events';
import type { ResumePreview } from '../../core/resume/preview';
import { selectionEvent } from '../../core/resume/select';
import type { RunStore } from '../runner/runStore';

/** Appends the chosen checkpoint and every drift. Call only for a run that this window drives. */
export async function recordChoice(
  store: Pick<RunStore, 'append'>,
  run: string,
  { selection, drifts }: ResumePreview,
  now: Date,
): Promise<void> {
  const base = { schema_version: JOURNAL_VERSION, at: now.toISOString() };
  const events: readonly RunEvent[] = [
    { ...base, type: 'resume_checkpoint_selected', ...selectionEvent(selection) },
    ...drifts.map(({ class: of, details, action }): RunEvent => {
      return { ...base, type: 'drift_detected', class: of, details, action };
    }),
  ];
  for (const event of events) await store.append(run, event);
}
