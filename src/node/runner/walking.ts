/** Walks a run's graph: performs the nodes of all branches under way, and writes each entry and each leaving down. */
import { endStop } from '../../core/ending';
import { replay } from '../../core/protocol/replay';
import { leave, readyNodes, type Token, type Walk, type WalkError } from '../../core/protocol/walk';
import { workedMs } from '../../core/runTime';
import type { Stop } from '../../core/stops';
import { performAgent } from './agentNode';
import { hasEntered, PAUSED, type Drive, type EndOfWork, type Performed } from './drive';
import { performGate } from './gateNode';
import { performScript } from './scriptNode';

/** How a walk came to rest. */
export type Rest =
  | { readonly kind: 'ended'; readonly node: string; readonly output: string; readonly stop: Stop }
  | { readonly kind: 'stop'; readonly stop: Stop }
  | { readonly kind: 'paused' };

interface Done {
  readonly token: Token;
  readonly performed: Performed;
}

/**
 * Goes on from where the journal stands until the end, a stop, or the end of the work.
 * @param endWork stops what the other branches are doing
 */
export async function walkOn(drive: Drive, endWork: (why: EndOfWork) => void): Promise<Rest> {
  const walk = replay(drive.graph, drive.events());
  const active = new Map<string, Promise<Done>>();
  try {
    return await untilRest(drive, walk, active);
  } finally {
    endWork('branch');
    await Promise.allSettled(active.values());
  }
}

async function untilRest(
  drive: Drive,
  start: Walk | WalkError,
  active: Map<string, Promise<Done>>,
): Promise<Rest> {
  let walk = start;
  for (;;) {
    if ('error' in walk) return { kind: 'stop', stop: { code: walk.error.code, detail: walk.error.detail } };
    if (walk.ended) return endOf(drive, walk.ended);
    const late = overdue(drive);
    if (late) return { kind: 'stop', stop: late };
    for (const token of readyNodes(drive.graph, walk))
      if (!active.has(token.id)) active.set(token.id, performToken(drive, token, visitsOf(walk, token)));
    if (active.size === 0) return { kind: 'stop', stop: NOWHERE };
    const { token, performed } = await Promise.race(active.values());
    active.delete(token.id);
    if (performed.kind !== 'left') return performed;
    walk = await leaveNode(drive, walk, token, performed);
  }
}

const NOWHERE: Stop = {
  code: 'protocol_error',
  detail: 'Every branch waits for another one at a join; the protocol cannot go on.',
};

async function leaveNode(
  drive: Drive,
  walk: Walk,
  token: Token,
  { result, note }: Extract<Performed, { kind: 'left' }>,
): Promise<Walk | WalkError> {
  const next = leave(drive.graph, walk, token.id, result);
  // A leaving that leads nowhere is not written down: resuming performs the node again.
  if ('error' in next) return next;
  await drive.append({
    type: 'node_left',
    token: token.id,
    node: token.node,
    ...result,
    ...(note !== undefined && { note }),
  });
  return next;
}

async function performToken(drive: Drive, token: Token, visit: number): Promise<Done> {
  const node = drive.graph.nodes.get(token.node);
  if (node === undefined || node.type === 'end') throw new Error(`A branch stands at "${token.node}"`);
  if (drive.signal.aborted) return { token, performed: PAUSED };
  if (!hasEntered(drive.events(), token))
    await drive.append({ type: 'node_entered', token: token.id, node: node.id, kind: node.type, visit });
  switch (node.type) {
    case 'script':
      return { token, performed: await performScript(drive, token, node) };
    case 'agent':
    case 'llm':
      return { token, performed: await performAgent(drive, token, node) };
    case 'approval':
    case 'input':
      return { token, performed: await performGate(drive, token, node) };
  }
}

function endOf(drive: Drive, { node, output }: NonNullable<Walk['ended']>): Rest {
  const last = drive.events().findLast((event) => event.type === 'node_left');
  return { kind: 'ended', node, output, stop: endStop(drive.graph, drive.run(), output, last) };
}

function overdue(drive: Drive): Stop | undefined {
  const limit = drive.graph.settings.timeoutSeconds;
  if (limit === undefined || workedMs(drive.events(), drive.host.now()) <= limit * 1000) return undefined;
  return {
    code: 'run_timeout',
    detail: `The run has worked longer than the ${limit} seconds that its protocol allows.`,
  };
}

function visitsOf(walk: Walk, token: Token): number {
  return walk.visits[token.node] ?? 1;
}
