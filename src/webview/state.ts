/** What the page remembers while its tab is hidden and when the window is loaded again. */
import { type GraphTarget, readTarget, type ShownGraph } from '../core/graphMessages';

export interface State {
  readonly target: GraphTarget;
  readonly zoom: number;
  readonly left: number;
  readonly top: number;
  /** The box that had the focus last. */
  readonly current?: string;
}

/** What was remembered of this graph; `undefined` where it was of another, or is none of ours. */
export function readState(kept: unknown, { target }: Pick<ShownGraph, 'target'>): State | undefined {
  const of = readTarget(kept);
  if (of?.plan !== target.plan || of.stage !== target.stage) return undefined;
  const { zoom, left, top, current } = kept as Partial<Record<keyof State, unknown>>;
  if (typeof zoom !== 'number' || typeof left !== 'number' || typeof top !== 'number') return undefined;
  return { target, zoom, left, top, ...(typeof current === 'string' && { current }) };
}
