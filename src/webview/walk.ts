/** From box to box by the arrow keys. */
import type { ShownEdge } from '../core/graphMessages';
import type { Layout, Point } from './layout';

/**
 * The box that a key leads to from another: right and left along an arrow where there is one, else to the nearest box of
 * the next column; up and down within the column; Home and End to the first and the last of the graph.
 * @returns `undefined` where the key leads nowhere
 */
export function walk(
  key: string,
  from: string,
  { nodes }: Pick<Layout, 'nodes'>,
  edges: readonly ShownEdge[],
): string | undefined {
  const here = nodes.get(from);
  const ids = [...nodes.keys()];
  if (here === undefined) return ids[0];
  const others = [...nodes].filter(([id]) => id !== from);
  const along = (ahead: (edge: ShownEdge) => string | undefined): string | undefined =>
    nearest(
      here,
      edges.flatMap((edge) => {
        const id = ahead(edge);
        const point = id === undefined ? undefined : nodes.get(id);
        return id !== undefined && point !== undefined && id !== from ? [[id, point] as const] : [];
      }),
    );
  const beside = (sign: 1 | -1): string | undefined =>
    nearest(
      here,
      others.filter(([, { x }]) => (x - here.x) * sign > 0),
    );
  switch (key) {
    case 'ArrowRight':
      return along((edge) => (edge.from === from && edge.forward ? edge.to : undefined)) ?? beside(1);
    case 'ArrowLeft':
      return along((edge) => (edge.to === from && edge.forward ? edge.from : undefined)) ?? beside(-1);
    case 'ArrowDown':
      return nearest(
        here,
        others.filter(([, { x, y }]) => x === here.x && y > here.y),
      );
    case 'ArrowUp':
      return nearest(
        here,
        others.filter(([, { x, y }]) => x === here.x && y < here.y),
      );
    case 'Home':
      return ids[0];
    case 'End':
      return ids.at(-1);
    default:
      return undefined;
  }
}

/** Columns count more than rows: what is in the next column goes before what is level with it further on. */
function nearest(here: Point, points: readonly (readonly [string, Point])[]): string | undefined {
  const distance = ({ x, y }: Point): number => Math.abs(x - here.x) * 1000 + Math.abs(y - here.y);
  return points.reduce<readonly [string, Point] | undefined>(
    (best, one) => (best === undefined || distance(one[1]) < distance(best[1]) ? one : best),
    undefined,
  )?.[0];
}
