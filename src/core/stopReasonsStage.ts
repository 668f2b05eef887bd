/** The entries of the stop registry (`stops.ts`) about runs of whole stages. */
import type { StopReason } from './stops';

export const STAGE_STOPS: readonly StopReason[] = [
  {
    code: 'stage_complete',
    family: 'success',
    severity: 'info',
    exitCode: 0,
    title: 'Stage complete',
    diagnosis: 'Every step of the stage that was to be run is done.',
    actions: ['showRun'],
    resume: 'never',
    aliases: ['STAGE_COMPLETE'],
  },
  {
    code: 'batch_failed',
    family: 'failure',
    severity: 'error',
    exitCode: 17,
    title: 'All steps of a batch failed',
    diagnosis:
      'Not one step came through, so something is wrong that the steps have in common: look at the first failure.',
    actions: ['showRun', 'resume', 'checkSetup'],
    resume: 'after_fix',
    aliases: [],
  },
  {
    code: 'contract_violated',
    family: 'failure',
    severity: 'error',
    exitCode: 18,
    title: 'Contract violated',
    diagnosis:
      'The agent called the stage complete without the evidence that later stages build on: nothing of it was kept.',
    actions: ['showRun', 'openPlan', 'runStep'],
    resume: 'never',
    aliases: ['contract-violated'],
  },
  {
    code: 'stopped_after_batch',
    family: 'user',
    severity: 'info',
    exitCode: 133,
    title: 'Stopped after the batch',
    diagnosis: 'The stage came to rest between two batches, as was asked for; it goes on from there.',
    actions: ['resume', 'showRun'],
    resume: 'manual',
    aliases: [],
  },
  {
    code: 'stage_halted',
    family: 'user',
    severity: 'info',
    exitCode: 134,
    title: 'Stage stopped at a gate',
    diagnosis: 'A person stopped the stage instead of deciding; going on looks at the stage anew.',
    actions: ['resume', 'showRun'],
    resume: 'manual',
    aliases: [],
  },
  {
    code: 'merge_blocked',
    family: 'environment',
    severity: 'warning',
    exitCode: 45,
    title: 'Result of a step not merged',
    diagnosis:
      'The step worked in a worktree of its own, and its result is still there. Going on tries to merge it again.',
    actions: ['resume', 'showRun'],
    resume: 'after_fix',
    aliases: [],
  },
];
