/**
 * The contract of a built-in action: what a script node does when no file of its name lies beside the graph
 * (formats/protocol-graph.md, "Built-in actions"). Effects arrive as arguments.
 */
import type { CheckCommand, CheckName, CheckRecord } from '../checks';
import type { FileChange, RunEvent, RunStarted } from '../events';
import type { NodeId } from '../protocol/graph';
import type { State } from '../protocol/walk';
import type { Run } from '../run';
import type { Stop } from '../stops';
import type { OkstraFiles } from './okstra/okstraFiles';
import type { PromptsWork } from './prompts/promptsWork';
import type { StagedWork } from './staged/stagedWork';
import type { StageWork } from './stageWork';
import type { WorkTree } from './workTree';

/** What an action knows of its run, and the effects that it may have. */
export interface ActionContext {
  readonly state: State;
  /** What the run is about. */
  readonly header: RunStarted;
  /** Absolute path of the project folder, where checks run. */
  readonly projectDir: string;
  /** Absolute path of the plan's folder. */
  readonly plansDir: string;
  /** The original tool's switches (`STEP_AUTOAPPROVE`, `STEP_SKIP_REVIEW`). */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `undefined` when the file is not there; throws when it cannot be read. */
  readText(file: string): Promise<string | undefined>;
  /** Base names of the files directly in a folder, sorted bytewise; empty when it is not there. */
  listFiles(folder: string): Promise<readonly string[]>;
  /** Whole write: temporary file, then rename. */
  writeText(file: string, text: string): Promise<void>;
  /** Present in the run of a whole stage. */
  readonly stage?: StageWork;
  /** The command of a check as it would be run now; a record where there is none that can be run. */
  findCheck(check: CheckName): Promise<CheckCommand | CheckRecord>;
  /** Finds the check's command, runs it and records it; `not_run` when there is none. */
  runCheck(check: CheckName): Promise<CheckRecord>;
  /** Runs a command that the plan names, without a shell, and records it. */
  runCommand(command: CheckCommand): Promise<CheckRecord>;
  readonly tree: WorkTree;
  readonly journals: Journals;
  /** Puts a text where a person can paste it from; absent where the shell has no such place. */
  copy?(text: string): Promise<void>;
  /** Present in runs of plans of okstra. */
  readonly okstra?: OkstraFiles;
  /** Present in runs of plans of renn and GSD. */
  readonly staged?: StagedWork;
  /** Present in runs of prompts. */
  readonly prompts?: PromptsWork;
}

/** The runs of the data folder, and what their journals say. */
export interface Journals {
  /** Oldest first. */
  runs(): readonly Run[];
  events(run: string): readonly RunEvent[];
}

/** The action was carried out. */
export interface ActionDone {
  readonly updates: State;
  /** The script's `_next`; absent: the node's own `next`. */
  readonly next?: NodeId;
  readonly changes?: readonly FileChange[];
  /** What a person should read in the journal. */
  readonly note?: string;
}

/** The action failed as a script would by a non-zero exit: the node's fallback is taken. */
export interface ActionFailed {
  readonly failed: string;
}

/** The run comes to rest; the action is carried out anew when a person has it go on. */
export interface ActionStopped extends Pick<ActionDone, 'changes' | 'note'> {
  readonly stop: Stop;
}

export type ActionResult = ActionDone | ActionFailed | ActionStopped;

/** What a script node does. Carried out again where its run was cut short, so it finds what it did before. */
export type Action = (context: ActionContext) => Promise<ActionResult>;
