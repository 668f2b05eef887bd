/** Which processes belong to a tree, followed over time: a child stays noted when its parent dies before it. */
import type { ProcessIdentity } from './identity';
import { type ProcessEntry, readProcessTable } from './processTable';

type Table = ReadonlyMap<number, ProcessEntry>;

/** The living processes of the tree of `root`, the root first; empty when nothing is left. */
export async function listTree(root: ProcessIdentity): Promise<readonly ProcessEntry[]> {
  const noted = new Map([[root.pid, root.start]]);
  return growTree(noted, await readProcessTable());
}

/**
 * Adds to `noted` (pid and start) whatever now belongs to it and gives those that live. A process belongs by its
 * parent, or by its group or session where a noted process leads that: so a child whose parent has died is found too.
 */
export function growTree(noted: Map<number, string | undefined>, table: Table): readonly ProcessEntry[] {
  const isNoted = (pid: number): boolean =>
    noted.has(pid) && table.has(pid) && noted.get(pid) === table.get(pid)?.start;
  // A group or session keeps its number reserved after its leader died; a stranger with that pid ends the claim.
  // 0 leads nothing: it stands for a group or session that the system does not tell.
  const isLed = (leader: number): boolean =>
    leader !== 0 && noted.has(leader) && (!table.has(leader) || isNoted(leader));
  for (let grew = true; grew;) {
    grew = false;
    for (const entry of table.values()) {
      if (isNoted(entry.pid) || !(isNoted(entry.parent) || isLed(entry.group) || isLed(entry.session)))
        continue;
      noted.set(entry.pid, entry.start);
      grew = true;
    }
  }
  return [...noted.keys()].filter(isNoted).flatMap((pid) => table.get(pid) ?? []);
}
