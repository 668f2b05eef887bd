/** The built-in actions of runs of prompts, by name. */
import type { Action } from '../action';
import { beginPrompts, choosePrompts, finishPrompts } from './choosePrompts';
import { makeCommit, proposeCommits } from './commitPrompts';
import { gatherPrompt } from './gatherPrompt';
import { goBack } from './goBack';
import { keepDiff } from './keepDiff';
import { runPrompts } from './runPrompts';
import { verifyPrompt } from './verifyPrompt';
import { verifyBatch, verifyRequested } from './verifyBatch';
import { writeRunLog } from './writeRunLog';

export const promptsActions: Readonly<Record<string, Action>> = {
  gather_prompt: gatherPrompt,
  keep_diff: keepDiff,
  verify_prompt: verifyPrompt,
  write_run_log: writeRunLog,
  choose_prompts: choosePrompts,
  begin_prompts: beginPrompts,
  run_prompts: runPrompts,
  verify_batch: verifyBatch,
  verify_requested: verifyRequested,
  propose_commits: proposeCommits,
  make_commit: makeCommit,
  go_back: goBack,
  finish_prompts: finishPrompts,
};
