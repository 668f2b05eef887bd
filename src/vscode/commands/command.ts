/** What commands are given. Each file beside this one is one command. */
import type { LogOutputChannel } from 'vscode';
import type { CheckpointShelf } from '../checkpoints/shelf';
import type { Dialogs } from '../dialogs';
import type { VirtualDocuments } from '../documents';
import type { GateQueue } from '../gates/gateQueue';
import type { Graphs } from '../graph/graphs';
import type { TreeNode } from '../nodes';
import type { RowChoice } from '../rowChoice';
import type { Runners } from '../runners';
import type { StageStore } from '../store';

export interface CommandDeps {
  readonly store: StageStore;
  /** What a person chose to see of the Stage Map. */
  readonly choice: RowChoice;
  readonly checkpoints: CheckpointShelf;
  readonly runners: Runners;
  readonly gates: GateQueue;
  readonly documents: VirtualDocuments;
  readonly graphs: Graphs;
  readonly dialogs: Dialogs;
  readonly log: LogOutputChannel;
  /** The folder that the extension is installed in. */
  readonly extensionPath: string;
  /** Where runs of folders without a repository are kept. */
  readonly storage: string;
  /** Shows a row of the Stage Map. */
  reveal(node: TreeNode): Promise<void>;
}

/** `target` is the row that the command was called from; anything else means that it has to ask. */
export type Command = (deps: CommandDeps, target: unknown) => Promise<void>;
