/** By which of the built-in protocols a format's steps and stages are run. */
import type { StagePolicy } from './policy';

/** How a format's steps and stages are run, and what is different about them. */
export interface FormatProtocols {
  /** Base names in `media/protocols`, without extension. */
  readonly step: string;
  readonly stage: string;
  /**
   * Commits are held until a person decides on them, so marks of completion come late: within the run of a stage a step is
   * over by its own run, agents are not told how to commit, and nothing begins without a way back (prompts.md 2.4).
   */
  readonly holdsCommits?: true;
  /** A batch may have several steps, and they may be at work side by side. */
  readonly sideBySide?: true;
  /** A step by itself is carried out by a run of the stage that is asked for it alone, and so checked and reported on. */
  readonly stepByStage?: true;
  /** An agent audits the stage when its steps are done, and that takes a while. */
  readonly audits?: true;
}

const STEP_PLANS: FormatProtocols = { step: 'step', stage: 'stage' };

const STAGED: FormatProtocols = { step: 'run', stage: 'stage-staged', sideBySide: true, audits: true };

const PROMPTS: FormatProtocols = { step: 'prompt', stage: 'stage-prompts', holdsCommits: true };

const OKSTRA: FormatProtocols = { step: 'okstra-stage', stage: 'stage-okstra', stepByStage: true };

const PROTOCOLS: Readonly<Record<string, FormatProtocols>> = {
  renn: STAGED,
  gsd: STAGED,
  prompts: PROMPTS,
  okstra: OKSTRA,
};

/** Those of a format by its id; a format without its own is run as step plans are (coyote.md 1.7). */
export function protocolsOf(format: string): FormatProtocols {
  return (Object.hasOwn(PROTOCOLS, format) ? PROTOCOLS[format] : undefined) ?? STEP_PLANS;
}

/**
 * How the stage is run for one step that is asked for by itself, whatever it depends on (okstra.md 3.5, a forced stage);
 * `undefined` where a step has a run of its own.
 * @param step `Step.key`
 */
export function policyOfStep(format: string, step: string): StagePolicy | undefined {
  return protocolsOf(format).stepByStage && { stopAfter: 'stage', steps: [step] };
}
