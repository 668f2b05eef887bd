/** What the runner needs from the shell it lives in: VS Code, the CLI and the tests each bring one. */
import type { AgentOutcome } from '../core/agentResult';
import type { AgentTask, AttemptPlace } from '../core/agentTask';
import type { ChosenModel } from '../core/agents/models';
import type { ModelTier } from '../core/formats/staged/run/config';
import type { CheckName } from '../core/checks';
import type { Gate } from '../core/gateRecord';
import type { Run } from '../core/run';
import type { PlanView } from '../core/status';
import type { Checkpoints } from './checkpoints/ports';

/** One process to start in a terminal: our launcher with a launch file. Never a shell string. */
export interface TerminalRequest {
  /** The terminal's name: number and title of the step. */
  readonly name: string;
  readonly cwd: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The processes of terminals that ended attempts in the same folder have left open, by pid. */
  readonly left: () => Promise<ReadonlySet<number>>;
}

/** Opens terminals; closing one is noticed through the launcher's records, never through this. */
export interface TerminalPort {
  open(request: TerminalRequest): Promise<void>;
}

/** Agents as the runner sees them; `node/agents` implements it over a `TerminalPort`. */
export interface AgentPort {
  /** Writes the attempt's files and starts it. Resolves once it is started or known not to start. */
  begin(task: AgentTask, place: AttemptPlace): Promise<void>;
  /** Waits for the end of an attempt, also of one begun by an earlier window. Aborting stops the waiting, not the agent. */
  outcome(task: AgentTask, place: AttemptPlace, signal: AbortSignal): Promise<AgentOutcome>;
  /** `absent`: never started; `running`: its process lives; `over`: it ended or died. */
  state(place: AttemptPlace): Promise<'absent' | 'running' | 'over'>;
  /** Ends the whole process tree: interrupt, terminate after 5 s, kill after 10 s, or as the profile says. Resolves when nothing of it is left. */
  stop(place: AttemptPlace): Promise<void>;
  /** The model that the settings name for a role; absent: agents run with their own. */
  modelFor?(tier: ModelTier, role: string): ChosenModel;
  /** Which profile will run, for the journal. */
  readonly profile: { readonly id: string; readonly mode: 'interactive' | 'headless' };
}

/** When checkpoints are taken by themselves: before each batch, also after each finished step, or never. */
export type CheckpointsWhen = 'batch' | 'step' | 'off';

/** Where the steps of a batch work: in the folder's own tree, or each in a git worktree of its own. */
export type BatchIsolation = 'shared' | 'worktree';

/** Checkpoints as the runner sees them: those of the worktree that the host's folder is in. */
export interface CheckpointPort
  extends Pick<Checkpoints, 'take' | 'list'>, Partial<Pick<Checkpoints, 'preview' | 'restore'>> {
  /** `stageRunner.checkpoints.when`, as it is now. */
  when(): CheckpointsWhen;
  /** Whether a tag is wanted before each batch (`stageRunner.checkpoints.tagPrefix`): without one a person is asked. */
  wantsMarkers?(): boolean;
}

export interface Host {
  now(): Date;
  /** Unique and sortable by time; letters and digits only. */
  newId(): string;
  /** Identifies this window among several. */
  readonly window: string;
  /** Who answers and starts things here, for the record: git's user name, else the login name. */
  who(): Promise<string>;
  agents: AgentPort;
  /** Absent where none can be taken; every run then says so. */
  readonly checkpoints?: CheckpointPort;
  /** A plan as the map has it, read anew from the disk; absent where no plan can be read: no stage can be run then. */
  planNow?(plan: { readonly id: string; readonly root: string }): Promise<PlanView | undefined>;
  /** Whether steps that run side by side share one tree (`stageRunner.batches.isolation`); absent: they do. */
  batchIsolation?(): BatchIsolation;
  /** Variables that runs of a format's plans begin with, from the settings; each run keeps what it began with. */
  variables?(format: string): Readonly<Record<string, unknown>>;
  /** Puts a text where a person can paste it from; absent where the shell has no such place. */
  copy?(text: string): Promise<void>;
  /** Commands from the settings, one a check; absent or empty: look further. */
  checkSetting(check: CheckName): string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A gate waits: show it where this shell shows gates. The answer arrives through the gate store. */
  gateOpened(gate: Gate): void;
  /** The run's journal grew. */
  runChanged(run: Run): void;
  /** Something failed that no journal can tell, because it could not be written. */
  problem?(error: Error): void;
}
