/** The boxes that no arrow touches, in rows. */

export interface Cell {
  readonly id: string;
  readonly column: number;
  readonly row: number;
}

/**
 * Row by row in the given order, as wide as the columns above them, and at least so wide that many are about as high as
 * a window is.
 */
export function apartGrid(
  ids: readonly string[],
  above: number,
): { readonly cells: readonly Cell[]; readonly columns: number } {
  const columns = Math.min(ids.length, Math.max(above, Math.ceil(Math.sqrt(ids.length / 2.5))));
  return {
    columns,
    cells: ids.map((id, at) => ({ id, column: at % columns, row: Math.floor(at / columns) })),
  };
}
