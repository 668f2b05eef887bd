/** What the agent of a node may change in the plan's folder, told by the graph itself (docs/protocols.md). */
import type { GraphNode } from './protocol/graph';
import { templateKeys } from './protocol/template';

export interface PlanRights {
  /** Write the step's own handoff, and append to `NOTES.md`. */
  readonly handoff: boolean;
  /** Append entries to the Edge cases section of later steps. */
  readonly edgeCases: boolean;
}

/** The built-in `check_handoff` sends back to the node of this name, so it is the writer's whatever it is told. */
const WRITER = 'write_handoff';

/** Whoever is told where the handoff is writes it; whoever has to answer with `downstream_updates` adds edge cases. */
export function planRights(node: GraphNode | undefined): PlanRights {
  if (node?.type !== 'llm' && node?.type !== 'agent') return { handoff: false, edgeCases: false };
  const told = node.type === 'llm' ? `${node.instructions}\n${node.prompt}` : node.prompt;
  return {
    handoff: node.id === WRITER || templateKeys(told).includes('handoff_path'),
    edgeCases: Object.hasOwn(node.outputSchema?.properties ?? {}, 'downstream_updates'),
  };
}
