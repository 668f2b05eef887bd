/** The files of a plan of okstra as the actions of its protocols see them. */
import { dirname } from 'node:path';
import type { OkstraFiles } from '../../core/actions/okstra/okstraFiles';
import { openTasks } from '../../core/formats/okstra/run/consumerRows';
import { taskOf } from '../../core/formats/okstra/run/task';
import type { Drive } from '../runner/drive';
import { workTreeOf } from '../runner/workTree';
import { appendRows } from './consumersFile';
import { livingTasks } from './living';
import { planHistory } from './planHistory';
import { writeSidecar } from './sidecar';
import { sidecarNames } from './sidecarNames';

/** Our runs lie together, as okstra's own do (okstra.md 3.2). */
const RUN = 'implementation';

/** `undefined` in runs of other formats. */
export function okstraFilesOf(drive: Drive): OkstraFiles | undefined {
  const { header, processes, host } = drive;
  const { folder, plan } = header;
  if (plan.format !== 'okstra') return undefined;
  const place = { folder, root: plan.root };
  return {
    appendRows: (choose) =>
      appendRows(place, async (log) => {
        const others = openTasks(log).filter((task) => task !== taskOf(header));
        const isAlive = processes.isAlive.bind(processes);
        return choose({
          log,
          at: host.now().toISOString(),
          commit: await workTreeOf(folder).head(),
          underWay: await livingTasks(others, dirname(drive.folder), isAlive),
        });
      }),
    writeSidecar: (stage, json) => writeSidecar(place, RUN, stage, json),
    sidecars: () => sidecarNames(plan.root),
    ...planHistory(folder),
  };
}
