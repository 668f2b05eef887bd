/** The walk that a journal tells: resuming a run is replaying it and entering the current nodes again. */
import type { RunEvent } from '../events';
import type { Graph } from './graph';
import { leave, startWalk } from './walk';
import type { Walk, WalkError } from './walk';

/** Folds the `node_left` events, from the variables of `run_started`; every other event changes nothing. */
export function replay(graph: Graph, events: readonly RunEvent[]): Walk | WalkError {
  const header = events.find((event) => event.type === 'run_started');
  let walk = startWalk(graph, header?.variables ?? {});
  for (const event of events) {
    if ('error' in walk) return walk;
    if (event.type === 'node_left' && !walk.ended) walk = leave(graph, walk, event.token, event);
  }
  return walk;
}
