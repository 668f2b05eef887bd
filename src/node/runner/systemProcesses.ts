/** The processes of this machine, as the runner asks about them. */
import { endTree } from '../processes/endTree';
import { identify, isAlive } from '../processes/identity';
import type { Processes } from './drive';

export const systemProcesses: Processes = {
  self: () => identify(process.pid),
  isAlive,
  async endTree(noted) {
    await endTree(noted);
  },
};
