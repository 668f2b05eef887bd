/** What "Check Setup" knows of the machine, the folders and the agents before it judges (`doctor.ts`). */
import type { CheckCommand, CheckRecord } from './checks';

export interface AgentFacts {
  readonly id: string;
  readonly title: string;
  /** What its program says of itself; absent when it does not answer. */
  readonly version?: string;
  /** Why it cannot be used, and what to do. */
  readonly problem?: string;
  /** What it may do by default when we start it, in sentences. */
  readonly byDefault: string;
  /** The person granted it its answer folder. */
  readonly granted: boolean;
}

export interface FolderFacts {
  readonly name: string;
  readonly path: string;
  /** Where runs are kept. */
  readonly dataFolder: string;
  /** Why that is not beside the folder's repository. */
  readonly noRepository?: string;
  /** Why nothing can be written there. */
  readonly notWritable?: string;
  /** The chosen agent's id; empty when none is chosen. */
  readonly agent: string;
  readonly checks: readonly (CheckCommand | CheckRecord)[];
}

export interface HostFacts {
  /** System and processor, such as `linux x64`. */
  readonly platform: string;
  /** The kind of the remote machine that the extension runs on; empty on the person's own computer. */
  readonly remote: string;
}

export interface SetupFacts {
  readonly trusted: boolean;
  /** git's version, or why it cannot be asked; `undefined` without trust. */
  readonly git: { readonly version: string } | { readonly problem: string } | undefined;
  /** The program that starts agents, or what is wrong with it. */
  readonly launcher: { readonly file: string } | { readonly problem: string };
  readonly node: string;
  readonly host: HostFacts;
  readonly folders: readonly FolderFacts[];
  readonly agents: readonly AgentFacts[];
  /** What is wrong with the settings of agents. */
  readonly settingProblems: readonly string[];
}
