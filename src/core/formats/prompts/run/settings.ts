/** What a person set for runs of prompts, as such a run keeps it from its start on: variables of its protocol. */
import { textsIn } from '../../../jsonObject';
import type { State } from '../../../protocol/walk';
import { DEFAULT_BATCH_SIZE } from './batches';
import { DEFAULT_LIMITS, type DiffLimits } from './diffSize';
import { SENSITIVE_GLOBS } from './sensitiveGlobs';

export interface PromptSettings {
  /** Prompts between two checkpoints. */
  readonly batchSize: number;
  /** `commit`: each proposed commit is made once a person confirms it. */
  readonly commitMode: 'propose' | 'commit';
  readonly sensitive: readonly string[];
  readonly limits: DiffLimits;
}

/** Where a person set nothing. */
export const DEFAULT_SETTINGS: PromptSettings = {
  batchSize: DEFAULT_BATCH_SIZE,
  commitMode: 'propose',
  sensitive: SENSITIVE_GLOBS,
  limits: DEFAULT_LIMITS,
};

/** The variables of the protocols, by the names that they have there. */
export function settingVariables({ batchSize, commitMode, sensitive, limits }: PromptSettings): State {
  return {
    batch_size: batchSize,
    commit_mode: commitMode,
    sensitive_globs: sensitive,
    max_changed_lines: limits.lines,
    max_changed_files: limits.files,
  };
}

/** The settings in a state; the default where a value is none. */
export function settingsIn(state: State): PromptSettings {
  const count = (key: string, otherwise: number): number => {
    const value = state[key];
    return Number.isSafeInteger(value) && Number(value) >= 1 ? Number(value) : otherwise;
  };
  return {
    batchSize: count('batch_size', DEFAULT_BATCH_SIZE),
    commitMode: state['commit_mode'] === 'commit' ? 'commit' : 'propose',
    sensitive: Array.isArray(state['sensitive_globs']) ? textsIn(state['sensitive_globs']) : SENSITIVE_GLOBS,
    limits: {
      lines: count('max_changed_lines', DEFAULT_LIMITS.lines),
      files: count('max_changed_files', DEFAULT_LIMITS.files),
    },
  };
}
