import assert from 'node:assert/strict';
import type { RunEvent } from '../../../../src/core/events';
import { readEvent } from '../../../../src/core/journalLine';
import type { Run } from '../../../../src/core/run';
import { timelineLine } from '../../../../src/core/runTimeline';
import { recordChoice } from '../../../../src/node/resume/recordChoice';
import { ended, run } from '../../core/mapValues';
import { removeFolders } from '../checkpoints/repo';
import { ResumeWorld } from './world';

describe('the choice of a resume', function () {
  this.timeout(20_000);

  afterEach(removeFolders);

  it('is kept in the journal of the run, with every drift', async () => {
    const world = new ResumeWorld();
    await world.take('01');
    await world.take('02', { kind: 'before_batch' });
    world.repo.write({ b: 'b\n' }).commit('Add b');
    world.runs = [world.ran(ended('02', 'user_stopped'))];
    const written: [string, RunEvent][] = [];
    const store = {
      append(id: string, event: RunEvent): Promise<Run> {
        written.push([id, event]);
        return Promise.resolve(run('02'));
      },
    };
    await recordChoice(store, 'r02', await world.preview(), new Date('2026-01-01T12:00:00.000Z'));
    const read = written.map(([id, event]) => {
      const line = readEvent(JSON.stringify(event));
      return `${id} ${'event' in line ? (timelineLine(line.event) ?? '') : line.problem}`;
    });
    assert.deepEqual(read, [
      'r02 - 2026-01-01 12:00:00 UTC: the last checkpoint: 01-step (record)',
      'r02 - 2026-01-01 12:00:00 UTC: head_moved_forward: 1 commit (1 file changed, 1 insertion(+)), the latest: Add b.',
      'r02 - 2026-01-01 12:00:00 UTC: state_behind: Finished by the checkpoint, and not yet noted: 01 Step 01.',
    ]);
    const [, first] = written[0] ?? [];
    assert.deepEqual(first?.type === 'resume_checkpoint_selected' && first.rejected, [
      { id: 'beforebatch02', why: 'not_completed' },
    ]);
  });
});
