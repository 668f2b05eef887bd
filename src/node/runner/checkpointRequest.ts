/** What the checkpoint of a run is about: plan, step and attempt as the run's header has them. */
import { createHash } from 'node:crypto';
import type { RunCheckpointKind, RunStarted } from '../../core/events';
import type { Run } from '../../core/run';
import { subjectOf, termsOf } from '../../core/subject';
import type { TakeRequest } from '../checkpoints/ports';
import { errorCode, readIfThere } from './files';

/** The request for a checkpoint of a run, without what depends on the moment. */
export async function requestOf(
  { header, checkpoints, batches }: Run,
  kind: RunCheckpointKind,
): Promise<Omit<TakeRequest, 'id' | 'deadlineMs'>> {
  const { plan, step } = header;
  const number = step.number === '' ? step.key : step.number;
  const hash = await contentHash(header);
  return {
    kind,
    name: header.stage
      ? `before ${termsOf(header).batch} ${batches.at(-1)?.batch ?? ''} of ${subjectOf(header)}`
      : `${kind === 'before_batch' ? 'before' : 'after'} step ${number}`,
    by: header.by,
    run_id: header.run,
    // A step of a stage has the marker of its batch.
    ...(header.parent && { unmarked: true }),
    plan: {
      id: plan.id,
      format: plan.format,
      root: plan.root,
      title: plan.title,
      ...(plan.stepCount !== undefined && { step_count: plan.stepCount }),
    },
    step: {
      key: step.key,
      number: step.number,
      title: step.title,
      ...(step.index !== undefined && { index: step.index }),
      ...(hash !== undefined && { content_hash: hash }),
    },
    attempt: header.attempt,
    seq: checkpoints.length,
  };
}

/** sha256 of the step's plan file as it is now; `undefined` where it cannot be read: not known is not made up. */
async function contentHash({ step }: RunStarted): Promise<string | undefined> {
  try {
    const text = await readIfThere(step.file);
    return text === undefined ? undefined : createHash('sha256').update(text).digest('hex');
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
