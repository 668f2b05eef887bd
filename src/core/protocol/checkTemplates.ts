/** Templates that refer to state keys which nothing can have written (formats/protocol-graph.md, "Templates"). */
import type { Range, Severity } from '../problem';
import { writtenKeys } from './checkGraph';
import type { Checked } from './checkGraph';
import type { GraphNode } from './graph';
import { templateKeys } from './template';
import { placeOf } from './yamlTree';

/**
 * An error where no node writes the key. With scripts in the graph, which may write any key, only a warning:
 * an unknown key then stops the run at that node. In `state_updates`, where it renders as nothing, a warning.
 */
export function checkTemplates(checked: Checked): void {
  const { graph } = checked;
  const nodes = [...graph.nodes.values()];
  const known = new Set([
    'initial_prompt',
    ...Object.keys(graph.initialState),
    ...graph.variables.map(({ name }) => name),
    ...nodes.flatMap(writtenKeys),
  ]);
  const severity = nodes.some((node) => node.type === 'script') ? 'warning' : 'error';
  for (const node of nodes) {
    for (const { field, template } of strictTexts(node)) {
      checkTemplate(checked, severity, ['nodes', node.id, field], template, known);
    }
    const result = new Set([...known, ...resultNames(node)]);
    for (const [key, template] of Object.entries(node.stateUpdates)) {
      checkTemplate(checked, 'warning', ['nodes', node.id, 'state_updates', key], template, result);
    }
  }
}

function checkTemplate(
  { tree, text, report }: Checked,
  severity: Severity,
  path: readonly string[],
  template: string,
  known: ReadonlySet<string>,
): void {
  const [, id = '', ...field] = path;
  for (const key of templateKeys(template).filter((one) => !known.has(one))) {
    const message =
      `\`${field.join('.')}\` of node "${id}" uses {{${key}}}, which nothing in this file writes. ` +
      'Correct the name, or give it a first value in `initial_state`.';
    report(severity, 'unknown-template-key', referencePlace(text, placeOf(tree, path), key), message);
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

/** What `state_updates` may refer to beside the state: the node's result. */
function resultNames(node: GraphNode): string[] {
  if (node.type === 'approval') return ['output', 'choice'];
  return node.type === 'input' ? ['output', 'input'] : ['output'];
}

/** The first place of the reference within a value, else the whole value. */
function referencePlace(text: string, within: Range, key: string): Range {
  const lines = text.split('\n');
  for (let line = within.start.line; line <= within.end.line; line += 1) {
    const from = line === within.start.line ? within.start.character : 0;
    const character = lines[line]?.indexOf(`{{${key}`, from) ?? -1;
    if (character < 0) continue;
    return { start: { line, character }, end: { line, character: character + key.length + 2 } };
  }
  return within;
}
