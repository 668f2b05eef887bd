/** Templates that refer to state keys which nothing can have written (formats/protocol-graph.md, "Templates"). */
import type { Range } from '../plan';
import { writtenKeys } from './checkGraph';
import type { Checked } from './checkGraph';
import type { GraphNode } from './graph';
import { templateKeys } from './template';
import { placeOf } from './yamlTree';

/**
 * An error where no node writes the key. With scripts in the graph, which may write any key, only a warning:
 * an unknown key then stops the run at that node.
 */
export function checkTemplates({ graph, tree, text, report }: Checked): void {
  const nodes = [...graph.nodes.values()];
  const known = new Set([
    'initial_prompt',
    ...Object.keys(graph.initialState),
    ...graph.variables.map(({ name }) => name),
    ...nodes.flatMap(writtenKeys),
  ]);
  const scripted = nodes.some((node) => node.type === 'script');
  const lines = text.split('\n');
  for (const node of nodes) {
    for (const { field, template } of strictTexts(node)) {
      for (const key of templateKeys(template).filter((one) => !known.has(one))) {
        const hint = scripted
          ? 'If a script writes it, give it a first value in `initial_state`.'
          : 'Give it a first value in `initial_state`, or correct the name.';
        const message = `\`${field}\` of node "${node.id}" uses {{${key}}}, which nothing in this file writes. ${hint}`;
        const at = referencePlace(lines, placeOf(tree, ['nodes', node.id, field]), key);
        report(scripted ? 'warning' : 'error', 'unknown-template-key', at, message);
      }
    }
  }
}

/** The texts in which an unknown key is an error: the field's name in the file, and its template. */
function strictTexts(node: GraphNode): { readonly field: string; readonly template: string }[] {
  switch (node.type) {
    case 'agent':
      return [{ field: 'prompt', template: node.prompt }];
    case 'llm':
      return [
        { field: 'prompt', template: node.prompt },
        { field: 'instructions', template: node.instructions },
      ];
    case 'approval':
    case 'input':
      return [{ field: 'question', template: node.question }];
    case 'end':
      return [{ field: 'output', template: node.output }];
    case 'script':
      return [];
  }
}

/** The first place of the reference within a value, else the whole value. */
function referencePlace(lines: readonly string[], within: Range, key: string): Range {
  for (let line = within.start.line; line <= within.end.line; line += 1) {
    const from = line === within.start.line ? within.start.character : 0;
    const character = lines[line]?.indexOf(`{{${key}`, from) ?? -1;
    if (character < 0) continue;
    return { start: { line, character }, end: { line, character: character + key.length + 2 } };
  }
  return within;
}
