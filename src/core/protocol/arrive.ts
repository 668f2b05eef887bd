/** A token comes to a node: it enters, waits for its siblings, joins them, or ends the walk. */
import type { EndNode, Graph, NodeId, Reducer } from './graph';
import { reduce } from './reducers';
import type { Reduced } from './reducers';
import { renderLenient, renderTemplate } from './template';
import type { Fork, State, Token, Walk, WalkError, Writes } from './walk';

/** The walk with the token added at its node; `walk` does not hold it. */
export function arrive(graph: Graph, walk: Walk, token: Token): Walk | WalkError {
  const fork = walk.forks.find(({ token: parent }) => parent.id === parentOf(token.id));
  if (fork?.join !== token.node) return enter(graph, walk, token);
  const waiting: Walk = { ...walk, tokens: [...walk.tokens, { ...token, joining: true }] };
  const siblings = waiting.tokens.filter(({ id, joining }) => joining && parentOf(id) === fork.token.id);
  return siblings.length < fork.branches ? waiting : join(graph, waiting, fork, siblings);
}

function enter(graph: Graph, walk: Walk, token: Token): Walk | WalkError {
  const id = token.node;
  const visits = { ...walk.visits, [id]: (Object.hasOwn(walk.visits, id) ? (walk.visits[id] ?? 0) : 0) + 1 };
  const limit = graph.settings.maxLoopIterations;
  if ((visits[id] ?? 0) > limit) {
    const detail = `Node "${id}" was to be entered more often than max_loop_iterations (${limit}) allows.`;
    return { error: { code: 'loop_limit', detail, node: id } };
  }
  const entered: Walk = { ...walk, visits, tokens: [...walk.tokens, token] };
  const node = graph.nodes.get(id);
  return node?.type === 'end' ? finish(entered, node, token.state) : entered;
}

/** An end node ends the whole walk, whatever other branches are doing. */
function finish(walk: Walk, node: EndNode, before: State): Walk | WalkError {
  const updates = Object.entries(node.stateUpdates).map(([key, text]) => [key, renderLenient(text, before)]);
  const state = { ...before, ...Object.fromEntries(updates) } as State;
  const output = renderTemplate(node.output, state);
  if ('text' in output) {
    return { ...walk, tokens: [], forks: [], ended: { node: node.id, output: output.text, state } };
  }
  const keys = output.unknown.map((key) => `{{${key}}}`).join(', ');
  const detail = `The output of node "${node.id}" uses ${keys}, which the state does not have.`;
  return { error: { code: 'protocol_error', detail, node: node.id } };
}

/** The siblings become their parent again, which then arrives at the join with the merged state. */
function join(graph: Graph, walk: Walk, fork: Fork, waiting: readonly Token[]): Walk | WalkError {
  const branches = [...waiting].sort((a, b) => indexOf(a.id) - indexOf(b.id));
  const merged = merge(graph, walk, fork, branches);
  if ('problem' in merged) {
    const detail = `The branches that join at "${fork.join}" cannot be merged: ${merged.problem}.`;
    return { error: { code: 'protocol_error', detail, node: fork.join } };
  }
  const rest: Walk = {
    ...walk,
    tokens: walk.tokens.filter((token) => !waiting.includes(token)),
    forks: walk.forks.filter((other) => other !== fork),
  };
  return arrive(graph, rest, { ...fork.token, node: fork.join, ...merged });
}

type Merged = { readonly state: State; readonly writes: Writes };

/** What each branch wrote, brought together by the reducers on top of the state at the fork. */
function merge(
  graph: Graph,
  walk: Walk,
  fork: Fork,
  branches: readonly Token[],
): Merged | { problem: string } {
  let [state, writes]: [State, Writes] = [fork.token.state, fork.token.writes];
  for (const key of new Set(branches.flatMap((branch) => Object.keys(branch.writes)))) {
    const values = branches.flatMap((branch) => own(branch.writes, key) ?? []);
    const reducer = own(graph.reducers, key);
    const writers = branches.filter((branch) => Object.hasOwn(branch.writes, key)).length;
    if (!reducer && writers > 1)
      return { problem: `${writers} of them wrote \`${key}\`, which has no reducer` };
    const base = reducer ? reducedAt(walk, fork, key, reducer) : { value: undefined };
    const reduced = fold(reducer ?? 'overwrite', base, values);
    if ('problem' in reduced) return { problem: `\`${key}\`: ${reduced.problem}` };
    state = { ...state, [key]: reduced.value };
    writes = { ...writes, [key]: reducer ? [...(own(writes, key) ?? []), ...values] : values };
  }
  return { state, writes };
}

/**
 * The value that a fork's branches add to. Inside another branch, whose own view of the key is only what it
 * wrote itself, that is the value at the outer fork with those writes added.
 */
function reducedAt(walk: Walk, fork: Fork, key: string, reducer: Reducer): Reduced {
  const outer = walk.forks.find(({ token }) => token.id === parentOf(fork.token.id));
  const written = own(fork.token.writes, key);
  if (!outer || !written) return { value: own(fork.token.state, key) };
  return fold(reducer, reducedAt(walk, outer, key, reducer), written);
}

function fold(reducer: Reducer, start: Reduced, values: readonly unknown[]): Reduced {
  return values.reduce<Reduced>(
    (now, incoming) => ('problem' in now ? now : reduce(reducer, now.value, incoming)),
    start,
  );
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function parentOf(id: string): NodeId | undefined {
  const dot = id.lastIndexOf('.');
  return dot < 0 ? undefined : id.slice(0, dot);
}

function indexOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('.') + 1));
}
