/** Gates: the questions that hold a run, what their answers may be, and what an answer means to the graph. */
import { capital } from './capital';
import { JOURNAL_VERSION, type RunStarted } from './events';
import type { EvidenceLink, Gate, GateAnswer, GateOption } from './gateRecord';
import type { ApprovalNode, Graph, InputNode, NodeId } from './protocol/graph';
import { validateInput } from './protocol/validation';
import { choose, type NodeResult } from './protocol/walk';
import { plural } from './plural';
import type { Run } from './run';
import { subjectName, subjectOf, termsOf } from './subject';

/** What every gate of a run has in common; the rest comes from what asks. */
export type GateFrame = Omit<
  Gate,
  'kind' | 'title' | 'question' | 'options' | 'allowsText' | 'defaultText' | 'validation'
>;

export function gateFrame(
  header: RunStarted,
  asks: { id: string; node: NodeId; openedAt: string; evidence: readonly EvidenceLink[] },
): GateFrame {
  const { plan, step, run, stage } = header;
  return {
    schema_version: JOURNAL_VERSION,
    ...asks,
    run,
    blocks: blocks(header),
    plan: { root: plan.root, title: plan.title },
    step: { key: step.key, number: step.number, title: step.title },
    ...(stage && { stage: stage.key }),
    subject: subjectName(header),
  };
}

/** What a person may read before answering. `handoff`: its path, once the file is there; of a whole stage its proof. */
export function gateEvidence(run: Run, handoff: string | undefined): EvidenceLink[] {
  const outputs = run.checks.flatMap(({ check, outputFile }) =>
    outputFile === undefined ? [] : [{ label: `Output of ${check}`, file: outputFile }],
  );
  return [
    { label: 'Plan', file: run.header.step.file },
    ...(handoff === undefined ? [] : [{ label: run.header.stage ? 'Proof' : 'Handoff', file: handoff }]),
    ...outputs,
    { label: 'Run', file: run.file },
  ];
}

/** The gate of an approval or input node; `question` is rendered already. */
export function gateOfNode(
  graph: Graph,
  node: ApprovalNode | InputNode,
  question: string,
  frame: GateFrame,
): Gate {
  const title = node.title ?? titleOf(node.id);
  if (node.type === 'approval') {
    const options = node.options.map((key) => optionOf(graph, node, key));
    return { ...frame, kind: 'approval', title, question, options, allowsText: node.onOther !== undefined };
  }
  return {
    ...frame,
    kind: 'input',
    title,
    question,
    options: [],
    allowsText: true,
    ...(node.default !== undefined && { defaultText: node.default }),
    ...(node.validation !== undefined && { validation: node.validation }),
  };
}

/** Why an answer cannot be taken, in a sentence; `undefined` when it can. Options are matched exactly. */
export function answerProblem(gate: Gate, answer: Pick<GateAnswer, 'choice' | 'reason'>): string | undefined {
  const option = gate.options.find(({ key }) => key === answer.choice);
  if (option?.needsReason && (answer.reason ?? '').trim() === '')
    return `"${option.key}" needs a reason that is not empty.`;
  if (option) return undefined;
  if (!gate.allowsText) return `"${answer.choice}" is none of the options: ${optionList(gate)}.`;
  const text = answerText(gate, answer.choice);
  // A text of blanks says no more than an empty one.
  if (gate.validation !== undefined) return validateInput(gate.validation, text.trim() === '' ? '' : text);
  const mayBeEmpty = gate.kind === 'input';
  return text.trim() === '' && !mayBeEmpty ? 'The answer is empty.' : undefined;
}

/** What an answer to a node's own gate gives to the walk: the choice as output, and where it leads. */
export function answerResult(node: ApprovalNode | InputNode, gate: Gate, answer: GateAnswer): NodeResult {
  if (node.type === 'input') return { updates: {}, output: answerText(gate, answer.choice) };
  const next = choose(node, answer.choice);
  return { updates: {}, output: answer.choice, ...(next !== undefined && { next }) };
}

/** Choosing this way ends the step as complete: it is the person's approval. */
export function isApproval(graph: Graph, next: NodeId | undefined): boolean {
  return sentinelOf(graph, next) === 'STEP_COMPLETE';
}

/** An empty answer to an input gate means its default. */
function answerText(gate: Gate, choice: string): string {
  return choice === '' ? (gate.defaultText ?? '') : choice;
}

function optionOf(graph: Graph, node: ApprovalNode, key: string): GateOption {
  const target = choose(node, key);
  const needsReason = sentinelOf(graph, target) === 'STEP_REJECTED';
  const said = Object.hasOwn(node.leadsTo, key) ? node.leadsTo[key] : undefined;
  return { key, leadsTo: said ?? leadsTo(graph, target), needsReason };
}

const ENDS: Readonly<Record<string, string>> = {
  STEP_COMPLETE: 'Ends the step as complete and approved',
  STEP_BLOCKED: 'Ends the run and leaves the step blocked',
  STEP_REJECTED: 'Ends the run and rejects the step',
  STEP_FAILED: 'Ends the run as failed',
};

function leadsTo(graph: Graph, target: NodeId | undefined): string {
  const node = target === undefined ? undefined : graph.nodes.get(target);
  if (node === undefined) return 'Leads nowhere';
  if (node.type === 'end')
    return ENDS[sentinelOf(graph, target) ?? ''] ?? `Ends the run at ${words(node.id)}`;
  if (node.type === 'input') return `Asks you: ${firstSentence(node.question)}`;
  const about = firstSentence(node.description);
  return `Goes on with ${words(node.id)}${about === '' ? '' : `: ${about}`}`;
}

/** The first word of an end node's output: its sentinel. */
function sentinelOf(graph: Graph, target: NodeId | undefined): string | undefined {
  const node = target === undefined ? undefined : graph.nodes.get(target);
  return node?.type === 'end' ? /^\s*(\S*)/.exec(node.output)?.[1] : undefined;
}

/** `gate_user_review` → "User review": for a node without a title. */
function titleOf(id: NodeId): string {
  return capital(words(id.replace(/^(gate|get|ask)_/, '')));
}

function words(id: NodeId): string {
  return id.replace(/[_-]+/g, ' ').trim();
}

function firstSentence(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const sentence = /^.*?[.?!](?= |$)/.exec(flat)?.[0] ?? flat;
  return sentence.length <= 100 ? sentence : `${sentence.slice(0, 99)}…`;
}

function optionList(gate: Gate): string {
  return gate.options.map(({ key }) => `"${key}"`).join(', ');
}

function blocks(header: RunStarted): string {
  const self = subjectOf(header);
  const dependents = header.step.dependents ?? [];
  if (dependents.length === 0) return self;
  return `${self} and the ${plural(termsOf(header).step)} that depend on it: ${dependents.join(', ')}`;
}
