/** What is left in the state file where a person skips or stops a renn or GSD step whose gate waits: how far it came. */
import { join } from 'node:path';
import { workstreamOf } from '../../core/actions/staged/gatherRun';
import { areaOf } from '../../core/actions/staged/plan';
import { editState } from '../../core/formats/staged/run/stateEdit';
import { stoppedAt } from '../../core/formats/staged/run/stoppedAt';
import type { Drive } from '../runner/drive';
import { hasWorked } from '../runner/runCheckpoints';
import { runProfile } from './runGates';
import { stagedWorkOf } from './stagedWork';

type Stopped = Pick<Drive, 'header' | 'host' | 'store' | 'folder' | 'run' | 'events' | 'append'>;

/** Before the journal says that the run stopped. A step that was at no gate leaves nothing. */
export async function noteStopped(stopped: Stopped): Promise<void> {
  const { header, host, events, append } = stopped;
  const gate = stopped.run().gates.findLast(({ answer }) => answer === undefined)?.gate;
  const [profile, staged] = [runProfile(stopped), stagedWorkOf(stopped)];
  if (!gate || !profile || !staged || !hasWorked(stopped)) return;
  const file = join(areaOf(header.plan, workstreamOf(header)), profile.state);
  const session = { at: host.now().toISOString(), stoppedAt: stoppedAt(gate, events(), profile) };
  const edit = (text: string): ReturnType<typeof editState> => editState(text, { session }, profile);
  const { changed, refused } = await staged.edit(file, (text) => Promise.resolve(edit(text)));
  if (changed)
    await append({ type: 'files_changed', node: gate.node, changes: [{ file, what: 'progress written' }] });
  if (refused.length > 0) await append({ type: 'note', text: `Not written: ${refused.join(' ')}` });
}
