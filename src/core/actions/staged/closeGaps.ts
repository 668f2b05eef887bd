/** `close_gaps` and `start_gaps`: what follows from an audit that found gaps (renn-gsd.md 1.8). */
import type { Action } from '../action';
import { textOf } from '../read';
import { goneFor, stageWork, wentOn } from '../stage/state';
import { stagedWork } from './plan';

/**
 * Runs that close the gaps are planned by the tool: until there are some the stage rests, and going on without any asks
 * whether to audit again.
 */
export const closeGaps: Action = async (context) => {
  const seen = await stagedWork(context).stageNow();
  if ('gone' in seen) return goneFor(seen);
  const { steps } = seen.stage.stage;
  const open = steps.filter(
    ({ closesGaps, mark }) => closesGaps && mark !== 'complete' && mark !== 'superseded',
  );
  if (open.length > 0)
    return {
      updates: { gap_runs: open.map(({ number, key, title }) => `- ${number ?? key} ${title}`).join('\n') },
      next: 'gate_gaps',
    };
  const events = stageWork(context).events();
  const before = events.findLastIndex(({ type }) => type === 'node_left');
  if (wentOn(events, 'gaps_found', before)) return { updates: {}, next: 'gate_again' };
  const detail = textOf(context.state, 'gaps_text').replace(/\s+/g, ' ').trim();
  return { stop: { code: 'gaps_found', detail: detail.slice(0, LONGEST) } };
};

const LONGEST = 1000;

/** From now on only runs that close gaps are meant. */
export const startGaps: Action = () => Promise.resolve({ updates: { gaps_only: true } });
