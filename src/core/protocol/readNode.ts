/** Reads one node of a protocol file (formats/protocol-graph.md, "Nodes"). */
import type { Fields, Report } from './fields';
import type {
  AgentNode,
  ApprovalNode,
  EndNode,
  GraphNode,
  InputNode,
  LlmNode,
  NodeId,
  OutputSchema,
  ScriptNode,
} from './graph';
import { findScript } from './readScript';
import type { ScriptPlaces } from './readScript';
import { readSchema } from './readSchema';
import { parseValidation } from './validation';

type Base = Pick<GraphNode, 'id' | 'description' | 'next' | 'stateUpdates' | 'range'>;

/** Of the tool that the schema comes from; an agent here brings its own. */
export const MODEL_KEYS = [
  'model',
  'temperature',
  'top_p',
  'reasoning_effort',
  'mcp_tools',
  'skills_enabled',
  'enabled_skills',
  'skills',
  'inject_skill_instructions',
  'skill_instructions',
] as const;
export const MODEL_KEYS_WHY = 'the agent that runs brings its own model, tools and skills';

/** The node, or nothing when its type is unknown or refused; every problem is reported. */
export function readNode(
  id: NodeId,
  fields: Fields,
  places: ScriptPlaces,
  report: Report,
): GraphNode | undefined {
  const type = fields.requiredText('type');
  if (type === 'map' || type === 'rag') {
    const instead =
      type === 'map' ? 'Write the branches out and list them in `next`' : 'Let an agent read the files';
    const message = `Node "${id}" has the type ${type}, which this product does not run. ${instead}, or remove the node.`;
    report('error', 'refused-type', fields.range('type'), message);
    return undefined;
  }
  const read = READERS[type];
  if (!read || !Object.hasOwn(READERS, type)) {
    const message = `Node "${id}" has the type \`${type}\`; expected one of ${Object.keys(READERS).join(', ')}.`;
    if (fields.get('type')) report('error', 'unknown-type', fields.range('type'), message);
    return undefined;
  }
  const own = fields.text('id');
  if (own !== undefined && own !== id) {
    const message = `Node "${id}" calls itself "${own}"; \`id\` must equal the node's key. Change or remove it.`;
    report('error', 'id-differs', fields.range('id'), message);
  }
  const routed = type === 'end' || type === 'approval';
  const base: Base = {
    id,
    description: fields.text('description')?.trim() ?? '',
    next: routed ? [] : readNext(fields, report),
    stateUpdates: fields.textMap('state_updates'),
    range: fields.place,
  };
  const node = read(base, fields, places, report);
  fields.finish();
  return node;
}

const READERS: Readonly<
  Record<string, (base: Base, fields: Fields, places: ScriptPlaces, report: Report) => GraphNode>
> = {
  script: readScript,
  agent: readAgent,
  llm: readLlm,
  approval: readApproval,
  input: readInput,
  end: readEnd,
};

function readNext(fields: Fields, report: Report): NodeId[] {
  const value = fields.get('next');
  if (value?.kind !== 'list') {
    const one = fields.text('next');
    return one === undefined ? [] : [one];
  }
  const targets = fields.texts('next');
  const fault = value.items.length === 0 ? 'is an empty list' : 'names a node twice';
  if (targets.length === 0 || new Set(targets).size < targets.length) {
    report('error', 'bad-next', value.range, `\`next\` of ${fields.what} ${fault}.`);
  }
  return [...new Set(targets)];
}

function readScript(base: Base, fields: Fields, places: ScriptPlaces, report: Report): ScriptNode {
  const script = fields.requiredText('script');
  const timeoutSeconds = fields.seconds('timeout') ?? 30;
  const fallback = fields.text('fallback');
  const found = findScript(script, places);
  if ('problem' in found && script !== '') {
    report('error', found.code, fields.range('script'), `Node "${base.id}": ${found.problem}.`);
  }
  // A graph with an error is never given out; the node is read on for the problems that it may still have.
  const runs: ScriptNode['runs'] = 'runs' in found ? found.runs : { kind: 'file', file: script };
  return {
    ...base,
    type: 'script',
    script,
    runs,
    timeoutSeconds,
    ...(fallback !== undefined && { fallback }),
  };
}

function readAgent(base: Base, fields: Fields, _places: ScriptPlaces, report: Report): AgentNode {
  const fallback = fields.text('fallback');
  fields.ignore(['teammates', ...MODEL_KEYS], MODEL_KEYS_WHY);
  needsNext(base, fields, report);
  return {
    ...base,
    type: 'agent',
    agent: fields.requiredText('agent'),
    prompt: fields.requiredText('prompt'),
    timeoutSeconds: fields.seconds('timeout') ?? 300,
    ...outputSchema(fields, report),
    ...(fallback !== undefined && { fallback }),
  };
}

function readLlm(base: Base, fields: Fields, _places: ScriptPlaces, report: Report): LlmNode {
  const fallback = fields.text('fallback');
  const timeoutSeconds = fields.seconds('timeout');
  fields.ignore(MODEL_KEYS, MODEL_KEYS_WHY);
  needsNext(base, fields, report);
  return {
    ...base,
    type: 'llm',
    prompt: fields.requiredText('prompt'),
    instructions: fields.text('instructions') ?? '',
    tools: fields.texts('tools'),
    maxAttempts: fields.whole('max_attempts', 1) ?? 1,
    maxIterations: fields.whole('max_iterations', 1) ?? 10,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...outputSchema(fields, report),
    ...(fallback !== undefined && { fallback }),
  };
}

function readApproval(base: Base, fields: Fields, _places: ScriptPlaces, report: Report): ApprovalNode {
  const onOther = fields.text('on_other');
  const options = fields.texts('options');
  const routes = fields.textMap('routes');
  const leadsTo = fields.textMap('leads_to');
  if (options.length === 0 && !fields.has('options')) {
    report('error', 'missing-key', fields.place, `${fields.what} has no \`options\` to choose from.`);
  }
  for (const option of options.filter((one) => !Object.hasOwn(routes, one) && onOther === undefined)) {
    const message = `Option "${option}" of ${fields.what} leads nowhere: add it to \`routes\`, or give an \`on_other\`.`;
    report('error', 'option-without-route', fields.range('options'), message);
  }
  for (const route of Object.keys(routes).filter((one) => !options.includes(one))) {
    const message = `${fields.what} routes "${route}", which is not one of its options (${options.join(', ')}).`;
    const at = fields.subMap('routes')?.range(route) ?? fields.range('routes');
    report('error', 'route-without-option', at, message);
  }
  for (const option of Object.keys(leadsTo).filter((one) => !options.includes(one))) {
    const message = `\`leads_to\` of ${fields.what} is about "${option}", which is not one of its options (${options.join(', ')}).`;
    const at = fields.subMap('leads_to')?.range(option) ?? fields.range('leads_to');
    report('error', 'words-without-option', at, message);
  }
  const question = fields.requiredText('question');
  const other = onOther === undefined ? {} : { onOther };
  const title = readTitle(fields, report);
  return { ...base, type: 'approval', ...title, question, options, routes, leadsTo, ...other };
}

function readInput(base: Base, fields: Fields, _places: ScriptPlaces, report: Report): InputNode {
  const validation = fields.text('validation');
  const defaultText = fields.text('default');
  const parsed = validation === undefined ? undefined : parseValidation(validation);
  if (parsed && 'problem' in parsed) {
    report('error', 'bad-validation', fields.range('validation'), `Node "${base.id}": ${parsed.problem}`);
  }
  needsNext(base, fields, report);
  return {
    ...base,
    type: 'input',
    ...readTitle(fields, report),
    question: fields.requiredText('question'),
    ...(defaultText !== undefined && { default: defaultText }),
    ...(validation !== undefined && { validation }),
  };
}

const MAX_TITLE = 60;

/** What the gate of a node is called: it stands in rows and prompts, which show one short line. */
function readTitle(fields: Fields, report: Report): { title?: string } {
  const title = fields.text('title')?.trim();
  if (title === undefined) return {};
  if (title === '' || title.length > MAX_TITLE || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(title)) {
    const message = `\`title\` of ${fields.what} is not a text of 1 to ${MAX_TITLE} characters on one line.`;
    report('error', 'bad-title', fields.range('title'), message);
  }
  return { title };
}

function readEnd(base: Base, fields: Fields): EndNode {
  return { ...base, type: 'end', output: fields.text('output') ?? '' };
}

function needsNext(base: Base, fields: Fields, report: Report): void {
  if (base.next.length > 0 || fields.has('next')) return;
  report(
    'error',
    'missing-key',
    base.range,
    `${fields.what} has no \`next\`: the run could not go on from it.`,
  );
}

function outputSchema(fields: Fields, report: Report): { outputSchema?: OutputSchema } {
  const schema = fields.subMap('output_schema');
  return schema ? { outputSchema: readSchema(schema, report) } : {};
}
