/** The task of an agent's attempt, from its node and the state. */
import { join } from 'node:path';
import { TASK_VERSION, type AgentTask, type AttemptPlace } from '../../core/agentTask';
import { answersToAgent } from '../../core/agentProgress';
import type { RunEvent } from '../../core/events';
import { workplace } from '../../core/isolation/workplace';
import type { AgentNode, LlmNode } from '../../core/protocol/graph';
import { renderTemplate } from '../../core/protocol/template';
import type { Token } from '../../core/protocol/walk';
import type { Run } from '../../core/run';
import { promptAfterGates } from '../staged/runGates';
import { sinceEntry, type Drive } from './drive';

/** The limit of an agent whose node names none: the protocol's default for agents. */
const DEFAULT_TIMEOUT_SECONDS = 300;

/** The task, or which keys its prompt needs and the state does not have. */
export async function taskOf(
  drive: Drive,
  token: Token,
  node: AgentNode | LlmNode,
  attempt: number,
): Promise<AgentTask | { problem: string }> {
  const { header } = drive;
  const past = sinceEntry(drive.events(), token);
  const template = node.type === 'llm' ? `${node.instructions}\n\n${node.prompt}` : node.prompt;
  const prompt = renderTemplate(template, token.state);
  if ('unknown' in prompt)
    return {
      problem: `The prompt of node "${node.id}" uses ${prompt.unknown.join(', ')}, which the state does not have.`,
    };
  const { plan, step } = header;
  const begun = prompt.text.trim();
  const onward = node.type === 'agent' ? await promptAfterGates(drive, token, begun) : undefined;
  if (typeof onward === 'object') return onward;
  return {
    schema_version: TASK_VERSION,
    run: header.run,
    attempt,
    node: node.id,
    kind: node.type,
    role: node.type === 'agent' ? node.agent : node.id,
    plan: { root: plan.root, title: plan.title, format: plan.format },
    step: { key: step.key, number: step.number, title: step.title, file: step.file },
    handoff: step.handoff ?? join(plan.root, 'handoffs', `${step.key}.md`),
    notes: plan.notes ?? join(plan.root, 'NOTES.md'),
    prompt: (onward ?? begun) + mending(past),
    ...(node.outputSchema !== undefined && { schema: node.outputSchema }),
    timeoutSeconds: node.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    answers: onward === undefined ? answersToAgent(past) : [],
  };
}

/** Where the files of an attempt are. */
export function placeOf(drive: Pick<Drive, 'header' | 'folder'>, attempt: number): AttemptPlace {
  const { folder, run } = workplace(drive.header);
  return {
    records: join(drive.folder, 'attempts', String(attempt)),
    answers: join(folder, '.stage-runner', run, String(attempt)),
    cwd: folder,
  };
}

/** The attempts of a run whose end is not written down. */
export function openPlaces({ header, attempts }: Run, folder: string): AttemptPlace[] {
  const open = attempts.filter(({ outcome }) => outcome === undefined);
  return open.map(({ attempt }) => placeOf({ header, folder }, attempt));
}

/** What is noted of the plan for an attempt; apart from its records, which belong to the agent's side. */
export function planFolderOf(drive: Pick<Drive, 'folder'>, attempt: number): string {
  return join(drive.folder, 'plan', String(attempt));
}

/** What an agent is told whose last answer could not be read. */
function mending(past: readonly RunEvent[]): string {
  const last = past.findLast((event) => event.type === 'agent_ended');
  if (last?.outcome.kind !== 'malformed') return '';
  return `\n\n## Your previous answer could not be read\n\n${last.outcome.problem}`;
}
