/** The files of a plan of okstra as the actions of its protocols see them. */
import { dirname } from 'node:path';
import type { OkstraFiles } from '../../core/actions/okstra/okstraFiles';
import { openTasks } from '../../core/formats/okstra/run/consumerRows';
import { taskOf } from '../../core/formats/okstra/run/task';
import type { Drive } from '../runner/drive';
import { workTreeOf } from '../runner/workTree';
import { appendRows, lineOf, whileLogLocked, type PlanPlace } from './consumersFile';
import { livingTasks } from './living';
import { planHistory } from './planHistory';
import { writeSidecar } from './sidecar';
import { sidecarNames } from './sidecarNames';
import { noteWritten, readWritten, writtenFile } from './written';

/** Our runs lie together, as okstra's own do (okstra.md 3.2). */
const RUN = 'implementation';

/** `undefined` in runs of other formats. */
export function okstraFilesOf(drive: Drive): OkstraFiles | undefined {
  const { header, processes, host } = drive;
  const { folder, plan } = header;
  if (plan.format !== 'okstra') return undefined;
  const place = { folder, root: plan.root };
  const written = writtenFile(drive.folder, plan.root);
  return {
    appendRows: (choose) =>
      appendRows(place, async (log) => {
        const others = openTasks(log).filter((task) => task !== taskOf(header));
        const isAlive = processes.isAlive.bind(processes);
        const choice = choose({
          log,
          at: host.now().toISOString(),
          commit: await workTreeOf(folder).head(),
          underWay: await livingTasks(others, dirname(drive.folder), isAlive),
        });
        if ('rows' in choice && choice.rows.length > 0)
          await noteWritten(written, { rows: choice.rows.map(lineOf) });
        return choice;
      }),
    writeSidecar: (stage, json) => whileLogLocked(place, () => keepSidecar(place, written, stage, json)),
    sidecars: () => sidecarNames(plan.root),
    ...planHistory(folder),
  };
}

/** Noted after it is there: one that is refused somebody else wrote. */
async function keepSidecar(
  place: PlanPlace,
  written: string,
  stage: number,
  json: string,
): ReturnType<OkstraFiles['writeSidecar']> {
  const kept = await writeSidecar(place, RUN, stage, json);
  if ('refused' in kept) return kept;
  const isNoted = (await readWritten(written)).sidecars.some(({ name }) => name === kept.carryPath);
  // A run that was cut short finds its own.
  if (!kept.before || !isNoted)
    await noteWritten(written, { sidecars: [{ name: kept.carryPath, text: `${json}\n` }] });
  return kept;
}
