/** Checkpoints that are taken by themselves: never in the way of the work, and not tried for ever where they fail. */
import type { CheckpointRefusal } from '../../core/checkpoints/checkpoint';
import type { Checkpoints, TakeRequest, TakeResult } from './ports';

/** So many failures in a row pause automatic checkpoints. */
const FAILURES = 3;

/** One for each worktree and window: the failures are counted in its memory. */
export class AutomaticCheckpoints {
  private failures = 0;
  private last: CheckpointRefusal | undefined;

  constructor(private readonly checkpoints: Pick<Checkpoints, 'take'>) {}

  /** Why automatic checkpoints are paused; `undefined` while they are taken. */
  get paused(): CheckpointRefusal | undefined {
    if (this.failures < FAILURES || this.last === undefined) return undefined;
    return {
      code: 'paused',
      detail: `Automatic checkpoints are paused, because ${FAILURES} in a row failed. The last time: ${this.last.detail}`,
      wayOut: `${this.last.wayOut} Then create a checkpoint by hand, or reload the window.`,
    };
  }

  /** Manual and safety checkpoints are always tried; one that is taken ends the pause. */
  async take(request: TakeRequest): Promise<TakeResult> {
    const automatic = request.kind === 'before_batch' || request.kind === 'after_step';
    const { paused } = this;
    if (automatic && paused) return { refused: paused };
    const result = await this.checkpoints.take(request);
    if ('record' in result) this.failures = 0;
    else if (automatic) {
      this.failures += 1;
      this.last = result.refused;
    }
    return result;
  }
}
