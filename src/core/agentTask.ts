/** What we ask of an agent in one attempt: the values behind `prompt.md` and `task.json`. */
import type { OutputSchema } from './protocol/graph';

export const TASK_VERSION = 1;

export interface AgentTask {
  readonly schema_version: number;
  readonly run: string;
  /** Counts the attempts of agents within the run, from 1. */
  readonly attempt: number;
  readonly node: string;
  /** `agent` for a full agent, `llm` for a bounded call. */
  readonly kind: 'agent' | 'llm';
  /** The role that the graph names (`coder`, `code-reviewer`), or the node's id. */
  readonly role: string;
  readonly plan: { readonly root: string; readonly title: string; readonly format: string };
  readonly step: {
    readonly key: string;
    readonly number: string;
    readonly title: string;
    readonly file: string;
  };
  /** Where this step's handoff and the plan's notes belong, absolute. */
  readonly handoff: string;
  readonly notes: string;
  /** The whole prompt as Markdown, without our own first sentence and footer. */
  readonly prompt: string;
  /** Fields that the answer must carry beside status and summary. */
  readonly schema?: OutputSchema;
  readonly timeoutSeconds: number;
  /** The model that a person's settings name for this role; absent: the one that the program has by itself. */
  readonly model?: string;
  /** What a person answered to the gate that this agent raised before, oldest first. */
  readonly answers: readonly { readonly question: string; readonly answer: string }[];
}

/** Where an attempt lives. */
export interface AttemptPlace {
  /** Ours alone: launch.json, start.json, end.json, the captured output. Inside the data folder. */
  readonly records: string;
  /** The agent's: prompt.md, task.json, result.json. Inside the workspace, ignored by git. */
  readonly answers: string;
  /** The working folder of the agent. */
  readonly cwd: string;
}
