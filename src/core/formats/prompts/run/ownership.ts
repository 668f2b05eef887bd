/** Which stretches of a file come from which prompt, when several changed it one after the other. */
import type { Edit } from './patch';

/** A stretch of the file as it is after all of them; of deleted lines only the place is left. */
export interface Stretch {
  /** Lines before it. */
  readonly at: number;
  readonly lines: number;
  /** In the order of the layers; more than one where a later prompt changed, or changed right beside, what an earlier one had changed. */
  readonly owners: readonly string[];
  readonly sample: string;
}

/** What one prompt did to the file; a prompt has one layer. */
export interface Layer {
  readonly owner: string;
  /** In the order of the file, as `readPatch` gives them. */
  readonly edits: readonly Edit[];
}

/** The stretches in the order of the file. Those that nothing unchanged parts are one, as for `git add --patch`. */
export function stretchesOf(layers: readonly Layer[]): readonly Stretch[] {
  const order = layers.map(({ owner }) => owner);
  return layers
    .reduce<readonly Stretch[]>(laidOver, [])
    .map((stretch) => ({ ...stretch, owners: order.filter((owner) => stretch.owners.includes(owner)) }));
}

/** In the coordinates from before a layer, with how much longer it makes them. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly longer: number;
  readonly owners: readonly string[];
  readonly sample: string;
}

function laidOver(before: readonly Stretch[], { owner, edits }: Layer): readonly Stretch[] {
  const older = before.map(({ at, lines, ...rest }): Piece => ({
    from: at,
    to: at + lines,
    longer: 0,
    ...rest,
  }));
  const newer = edits.map(({ from, removed, added, sample }): Piece => ({
    from,
    to: from + removed,
    longer: added - removed,
    owners: [owner],
    sample,
  }));
  const pieces = [...older, ...newer].sort((left, right) => left.from - right.from || left.to - right.to);
  const after: Stretch[] = [];
  let moved = 0;
  for (const { from, to, longer, owners, sample } of joined(pieces)) {
    after.push({ at: from + moved, lines: to - from + longer, owners, sample });
    moved += longer;
  }
  return after;
}

/** Pieces that touch become one. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const found: Piece[] = [];
  for (const piece of pieces) {
    const last = found.at(-1);
    if (last === undefined || piece.from > last.to) {
      found.push(piece);
      continue;
    }
    found[found.length - 1] = {
      from: last.from,
      to: Math.max(last.to, piece.to),
      longer: last.longer + piece.longer,
      owners: [...new Set([...last.owners, ...piece.owners])],
      sample: last.sample,
    };
  }
  return found;
}
