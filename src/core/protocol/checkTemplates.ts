/** Templates that refer to state keys which nothing can have written (formats/protocol-graph.md, "Templates"). */
import { writtenKeys } from './checkGraph';
import type { Checked } from './checkGraph';
import type { GraphNode } from './graph';
import { templateKeys } from './template';
import { placeOf } from './yamlTree';

/**
 * An error where no node writes the key. With scripts in the graph, which may write any key, only a warning:
 * an unknown key then stops the run at that node.
 */
export function checkTemplates({ graph, tree, report }: Checked): void {
  const nodes = [...graph.nodes.values()];
  const known = new Set([
    'initial_prompt',
    ...Object.keys(graph.initialState),
    ...graph.variables.map(({ name }) => name),
    ...nodes.flatMap(writtenKeys),
  ]);
  const scripted = nodes.some((node) => node.type === 'script');
  for (const node of nodes) {
    for (const { field, text } of strictTexts(node)) {
      for (const key of templateKeys(text).filter((one) => !known.has(one))) {
        const hint = scripted
          ? 'If a script writes it, give it a first value in `initial_state`.'
          : 'Give it a first value in `initial_state`, or correct the name.';
        const message = `\`${field}\` of node "${node.id}" uses {{${key}}}, which nothing in this file writes. ${hint}`;
        const at = placeOf(tree, ['nodes', node.id, field]);
        report(scripted ? 'warning' : 'error', 'unknown-template-key', at, message);
      }
    }
  }
}

/** The texts in which an unknown key is an error: the field's name in the file, and its template. */
function strictTexts(node: GraphNode): { readonly field: string; readonly text: string }[] {
  switch (node.type) {
    case 'agent':
      return [{ field: 'prompt', text: node.prompt }];
    case 'llm':
      return [
        { field: 'prompt', text: node.prompt },
        { field: 'instructions', text: node.instructions },
      ];
    case 'approval':
    case 'input':
      return [{ field: 'question', text: node.question }];
    case 'end':
      return [{ field: 'output', text: node.output }];
    case 'script':
      return [];
  }
}
